package org.apportion.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;

/** Joins two trees: keys join keys, lists are joined end to end, and so are the values of {@code csv}. */
final class Merge {
    private final Problems problems;

    Merge(Problems problems) {
        this.problems = problems;
    }

    /** @param laterWins whether a single value of {@code later} may replace one of {@code earlier} */
    MapNode join(MapNode earlier, MapNode later, boolean laterWins) {
        Map<String, MapNode.Entry> joined = new LinkedHashMap<>(earlier.entries());
        later.entries().forEach((key, entry) -> {
            MapNode.Entry known = joined.get(key);
            joined.put(
                    key,
                    known == null
                            ? entry
                            : new MapNode.Entry(known.keyPlace(), value(key, known.value(), entry, laterWins)));
        });
        return new MapNode(joined, later.place());
    }

    private Node value(String key, Node known, MapNode.Entry entry, boolean laterWins) {
        Node later = entry.value();
        if (known instanceof MapNode left && later instanceof MapNode right) {
            return join(left, right, laterWins);
        }
        if (known instanceof ListNode || later instanceof ListNode || key.equals("csv")) {
            return joinLists(known, later);
        }
        if (!laterWins) {
            problems.add(
                    ConfigError.CONFIG_SET_TWICE,
                    entry.keyPlace(),
                    "The key '" + key + "' is set by another included file, at " + known.place() + ".",
                    "Keep one of them, or set it in the file that includes both.");
        }
        return later;
    }

    private static ListNode joinLists(Node known, Node later) {
        List<Node> items = new ArrayList<>();
        for (Node node : List.of(known, later)) {
            if (node instanceof ListNode list) {
                items.addAll(list.items());
            } else {
                items.add(node);
            }
        }
        return new ListNode(items, known.place());
    }
}
