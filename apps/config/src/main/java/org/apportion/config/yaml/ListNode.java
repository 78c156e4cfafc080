package org.apportion.config.yaml;

import java.util.List;
import org.apportion.config.problem.Place;

/** A list of values. */
public record ListNode(List<Node> items, Place place, int size) implements Node {
    public ListNode(List<Node> items, Place place) {
        this(List.copyOf(items), place, MapNode.sizeOf(items));
    }

    @Override
    public String describe() {
        return "a list";
    }
}
