package org.apportion.config.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.Includes;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;

/**
 * Puts the content of rule pack files into the tree, where rules name them; so the schema checks packs like everything else,
 * with the places of their own files.
 */
public final class PackFiles {
    private final Includes files;
    private final Problems problems;

    public PackFiles(Includes files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The tree with each pack's rules in place. */
    public MapNode inline(MapNode root) {
        Optional<Node> rules = root.find("rules");
        if (rules.isEmpty() || !(rules.get() instanceof ListNode list)) {
            return root;
        }
        List<Node> entries = new ArrayList<>();
        list.items().forEach(entry -> entries.add(entry instanceof MapNode map ? entry(map) : entry));
        return root.with("rules", new ListNode(entries, list.place()));
    }

    private MapNode entry(MapNode entry) {
        Optional<ScalarNode> path = scalar(entry, "pack");
        if (path.isEmpty() || entry.find("rules").isPresent()) {
            return entry;
        }
        Optional<MapNode> file =
                files.readOne(Binding.shown(path.get()), path.get().place());
        if (file.isEmpty()) {
            return entry;
        }
        requireVersion(entry, file.get(), path.get());
        MapNode filled = entry;
        for (String key : file.get().keys()) {
            if (!key.equals("pack")) {
                filled = filled.with(key, file.get().find(key).orElseThrow());
            }
        }
        if (file.get().find("rules").isEmpty()) {
            missing(file.get().place(), "rules");
        }
        if (file.get().find("pack").isEmpty()) {
            missing(file.get().place(), "pack");
        }
        return filled;
    }

    /** A version beside the path says which one is expected. */
    private void requireVersion(MapNode entry, MapNode file, ScalarNode path) {
        Optional<ScalarNode> expected = scalar(entry, "version");
        String found = scalar(file, "version").map(ScalarNode::text).orElse("1");
        if (expected.isPresent() && !expected.get().text().equals(found)) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    expected.get().place(),
                    "The pack " + path.written() + " has version " + found + ", but "
                            + expected.get().written() + " is expected.",
                    "Look at what changed in the pack, then write its version here.");
        }
    }

    private void missing(Place place, String key) {
        problems.add(
                ConfigError.CONFIG_KEY_MISSING,
                place,
                "The pack file has no key '" + key + "'.",
                "A pack file begins with pack: name and version: number, then come its rules.");
    }

    private static Optional<ScalarNode> scalar(MapNode map, String key) {
        return map.find(key).filter(ScalarNode.class::isInstance).map(ScalarNode.class::cast);
    }
}
