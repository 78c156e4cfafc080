package org.apportion.config.section;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;

/** Section {@code fetches}: what is brought from elsewhere, and the paths of sources that read it. */
final class FetchesSection {
    /** What a path of a source begins with if a fetch brings its files. */
    private static final String PREFIX = "fetched:";

    private static final String FOLDER = "fetched";

    private final Binding binding;
    private final Problems problems;
    private final Path root;
    private final Names names;
    private final Map<String, WrittenFetch> fetches = new LinkedHashMap<>();

    /** @param data folder in which the folders of all fetches lie */
    FetchesSection(MapNode tree, Binding binding, Path data) {
        this.binding = binding;
        this.problems = binding.problems();
        this.root = data.resolve(FOLDER);
        this.names = new Names("The fetch", problems);
        Fields.of(tree, problems).items("fetches").forEach(this::fetch);
    }

    /** By id, in the order of the files. */
    Map<String, WrittenFetch> fetches() {
        return fetches;
    }

    /**
     * The path of a source as absolute text; one such as {@code fetched:aws/bills} lies in the folder of the fetch aws. Empty
     * after adding a problem.
     */
    Optional<Path> resolve(ScalarNode path) {
        if (!path.text().startsWith(PREFIX)) {
            return binding.resolve(path);
        }
        String[] parts = path.text().substring(PREFIX.length()).split("[/\\\\]", 2);
        if (!names.has(parts[0])) {
            problems.unknownName(path.place(), "The fetch", parts[0], fetches.keySet());
            return Optional.empty();
        }
        Path folder = root.resolve(parts[0]);
        Path file = parts.length == 1
                ? folder
                : folder.resolve(parts[1]).toAbsolutePath().normalize();
        if (!file.startsWith(folder)) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    path.place(),
                    "'" + path.written() + "' leads out of the folder of the fetch " + parts[0] + ".",
                    "Write the path below it, without '..'.");
            return Optional.empty();
        }
        return Optional.of(file);
    }

    private void fetch(Fields fetch) {
        Optional<ScalarNode> id = fetch.scalar("id").filter(names::add);
        PluginFields plugin = new PluginFields(binding, fetch);
        Map<String, String> settings = plugin.settings();
        Map<String, String> secrets = plugin.secrets();
        id.ifPresent(name -> fetch.text("plugin")
                .ifPresent(kind -> fetches.put(
                        name.text(),
                        new WrittenFetch(
                                name.text(),
                                kind,
                                root.resolve(name.text()),
                                settings,
                                secrets,
                                name.place().toString(),
                                plugin.places()))));
    }
}
