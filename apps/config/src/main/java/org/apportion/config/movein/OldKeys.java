package org.apportion.config.movein;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;

/** A mapping of the old file: remembers which keys were asked for and warns of the others. */
final class OldKeys {
    private final MapNode node;
    private final String path;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    OldKeys(MapNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    Place place() {
        return node.place();
    }

    /** A mapping; an empty one if it is absent or something else. */
    OldKeys child(String key) {
        asked.add(key);
        Node found = node.find(key).orElse(new MapNode(Map.of(), node.place()));
        if (found instanceof MapNode map) {
            return new OldKeys(map, path + key + ".", problems);
        }
        if (!(found instanceof ScalarNode scalar && scalar.type() == ScalarNode.Type.NULL)) {
            problems.warn(
                    ConfigError.CONFIG_WRONG_TYPE,
                    found.place(),
                    path + key + " is " + found.describe() + " and was left out.",
                    "Enter what it meant in the new file by hand.");
        }
        return new OldKeys(new MapNode(Map.of(), found.place()), path + key + ".", problems);
    }

    /** The mappings of a list; what is none is warned of. */
    List<OldKeys> children(String key) {
        asked.add(key);
        List<OldKeys> children = new ArrayList<>();
        List<Node> items = node.find(key)
                .map(found -> found instanceof ListNode list ? list.items() : List.of(found))
                .orElse(List.of());
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof MapNode map) {
                children.add(new OldKeys(map, path + key + "[" + i + "].", problems));
            } else {
                problems.warn(
                        ConfigError.CONFIG_WRONG_TYPE,
                        items.get(i).place(),
                        path + key + "[" + i + "] is " + items.get(i).describe() + " and was left out.",
                        "Enter what it meant in the new file by hand.");
            }
        }
        return children;
    }

    Optional<ScalarNode> scalar(String key) {
        asked.add(key);
        return node.find(key)
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .filter(found -> found.type() != ScalarNode.Type.NULL);
    }

    /** Entries of a list of single values. */
    List<ScalarNode> scalars(String key) {
        asked.add(key);
        return node
                .find(key)
                .map(found -> found instanceof ListNode list ? list.items() : List.of(found))
                .orElse(List.of())
                .stream()
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .toList();
    }

    boolean isMap(String key) {
        return node.find(key).filter(MapNode.class::isInstance).isPresent();
    }

    /** A key that has no counterpart here, with the reason. */
    void drop(String key, String why) {
        asked.add(key);
        node.find(key).ifPresent(value -> told(key, value.place(), why));
    }

    void told(String key, Place at, String why) {
        told(key, at, why, "Nothing to do.");
    }

    void told(String key, Place at, String why, String nextStep) {
        problems.warn(ConfigError.CONFIG_WRONG_VALUE, at, path + key + " was not taken over: " + why, nextStep);
    }

    /** Warns of keys that nobody asked for. */
    void warnOfOthers() {
        node.entries().forEach((key, entry) -> {
            if (!asked.contains(key)) {
                problems.warn(
                        ConfigError.CONFIG_UNKNOWN_KEY,
                        entry.keyPlace(),
                        path + key + " is no key of ccloud-chargeback-helper and was left out.",
                        "Enter what it meant in the new file by hand.");
            }
        });
    }
}
