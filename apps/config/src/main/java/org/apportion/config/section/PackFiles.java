package org.apportion.config.section;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.Includes;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.config.yaml.YamlReader;

/**
 * Puts the content of rule packs, shipped ones or files, into the tree, where rules name them; so the schema checks packs like everything else,
 * with the places of their own files.
 */
public final class PackFiles {
    /** Keys of a pack file that are used up when its rules are put in place. */
    private static final Set<String> NOT_HANDED_ON = Set.of("pack", "settings", "when");

    /** A name and no path. */
    private static final Pattern BARE = Pattern.compile("[\\w-]+");

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
        Map<String, MapNode> own = new HashMap<>();
        ids(list).forEach((id, rule) -> {
            if (id.contains("/")) {
                own.put(id, rule);
            }
        });
        Set<String> replaced = new HashSet<>();
        List<Node> entries = new ArrayList<>();
        for (Node entry : list.items()) {
            entries.add(entry instanceof MapNode map ? entry(map, own, replaced) : entry);
        }
        entries.removeIf(entry -> entry instanceof MapNode map
                && map.find("pack").isEmpty()
                && scalar(map, "id").filter(id -> replaced.contains(id.text())).isPresent());
        return root.with("rules", new ListNode(entries, list.place()));
    }

    private static Map<String, MapNode> ids(ListNode rules) {
        Map<String, MapNode> ids = new LinkedHashMap<>();
        for (Node rule : rules.items()) {
            if (rule instanceof MapNode map && map.find("pack").isEmpty()) {
                scalar(map, "id").ifPresent(id -> ids.putIfAbsent(id.text(), map));
            }
        }
        return ids;
    }

    private Optional<MapNode> read(ScalarNode pack) {
        if (ShippedPacks.names().contains(pack.text())) {
            return new YamlReader(problems).read(ShippedPacks.text(pack.text()), "pack:" + pack.text());
        }
        if (BARE.matcher(pack.text()).matches() && !Files.exists(Binding.shown(pack))) {
            problems.add(
                    ConfigError.CONFIG_FILE_MISSING,
                    pack.place(),
                    "The rule pack '" + pack.written() + "' does not come with the program, and no file has this name.",
                    Problems.suggest(pack.text(), ShippedPacks.names())
                            + " A pack of your own is named by its file, such as packs/provider.yaml.");
            return Optional.empty();
        }
        return files.readOne(Binding.shown(pack), pack.place());
    }

    private MapNode entry(MapNode entry, Map<String, MapNode> own, Set<String> replaced) {
        Optional<ScalarNode> path = scalar(entry, "pack");
        if (path.isEmpty() || entry.find("rules").isPresent()) {
            return entry;
        }
        Optional<MapNode> file = read(path.get());
        if (file.isEmpty()) {
            return entry;
        }
        requireVersion(entry, file.get(), path.get());
        MapNode filled = entry;
        for (String key : file.get().keys()) {
            Node value = file.get().find(key).orElseThrow();
            if (key.equals("rules") && value instanceof ListNode rules) {
                ids(rules).keySet().stream().filter(own::containsKey).forEach(replaced::add);
                filled = filled.with(key, new PackRules(file.get(), entry, own, problems).rules(rules));
            } else if (!NOT_HANDED_ON.contains(key)) {
                filled = filled.with(key, value);
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
