package org.apportion.config.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;

/** A tree as plain maps, lists, texts and Booleans, for rooms that read their own formats. Numbers stay text, so exact. */
final class PlainTree {
    private PlainTree() {}

    static Map<String, Object> of(MapNode map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> plain.put(key, of(entry.value())));
        return plain;
    }

    private static Object of(Node node) {
        if (node instanceof MapNode map) {
            return of(map);
        }
        if (node instanceof ListNode list) {
            List<Object> plain = new ArrayList<>();
            list.items().forEach(item -> plain.add(of(item)));
            return plain;
        }
        ScalarNode scalar = (ScalarNode) node;
        return scalar.type() == ScalarNode.Type.BOOLEAN
                ? (Object) scalar.text().equalsIgnoreCase("true")
                : scalar.text();
    }
}
