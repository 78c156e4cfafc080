package org.apportion.config.yaml;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.PatternSyntaxException;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;

/**
 * Reads a file with all that it includes into one tree. The content of included files comes first, in the order of
 * inclusion; a file that is included twice counts once.
 */
public final class Includes {
    private static final String KEY = "include";

    private final Problems problems;
    private final FileReader files;
    private final YamlReader yaml;
    private final UnaryOperator<MapNode> prepare;
    private final Set<Path> done = new LinkedHashSet<>();
    private final List<Path> open = new ArrayList<>();

    /** @param prepare is applied to each file before its includes are looked at: replaces references */
    public Includes(Problems problems, UnaryOperator<MapNode> prepare) {
        this.problems = problems;
        this.files = new FileReader(problems);
        this.yaml = new YamlReader(problems);
        this.prepare = prepare;
    }

    /** The tree of a file and its includes without the key include; what cannot be read is left out after adding a problem. */
    public MapNode load(Path file) {
        return load(file, Place.of(file.toString()))
                .orElseGet(() -> new MapNode(java.util.Map.of(), Place.of(file.toString())));
    }

    private Optional<MapNode> load(Path file, Place namedAt) {
        Path identity = file.toAbsolutePath().normalize();
        if (open.contains(identity)) {
            problems.add(
                    ConfigError.CONFIG_INCLUDE_CYCLE,
                    namedAt,
                    "The file " + file + " includes itself" + circle(identity) + ".",
                    "Remove one of these includes.");
            return Optional.empty();
        }
        if (!done.add(identity)) {
            return Optional.empty();
        }
        open.add(identity);
        Optional<MapNode> tree = readOne(file, namedAt).map(own -> withIncludes(file, own));
        open.remove(identity);
        return tree;
    }

    private String circle(Path identity) {
        List<String> names = open.subList(open.indexOf(identity), open.size()).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        return names.size() == 1 ? "" : " (" + String.join(" > ", names) + " > " + names.get(0) + ")";
    }

    /** Reads one file without looking at its includes. */
    public Optional<MapNode> readOne(Path file, Place namedAt) {
        return files.read(file, file.toString(), namedAt)
                .flatMap(text -> yaml.read(text, file.toString()))
                .map(prepare);
    }

    private MapNode withIncludes(Path file, MapNode own) {
        MapNode included = new MapNode(java.util.Map.of(), own.place());
        Merge merge = new Merge(problems);
        for (ScalarNode include : scalars(own.find(KEY))) {
            for (Path path : paths(file, include)) {
                Optional<MapNode> next = load(path, include.place());
                included = next.isPresent() ? merge.join(included, next.get(), false) : included;
            }
        }
        MapNode merged = merge.join(included, own, true);
        return merged.without(KEY);
    }

    private List<Path> paths(Path file, ScalarNode include) {
        try {
            Path folder = file.getParent() == null ? Path.of("") : file.getParent();
            if (!Globs.isGlob(include.text())) {
                return List.of(folder.resolve(include.text()).normalize());
            }
            List<Path> found = Globs.expand(folder, include.text());
            if (found.isEmpty()) {
                problems.markIncomplete();
                problems.add(
                        ConfigError.CONFIG_FILE_MISSING,
                        include.place(),
                        "No file matches " + include.written() + ".",
                        "Check the path; it is relative to the file that names it.");
            }
            return found;
        } catch (IOException | InvalidPathException | PatternSyntaxException e) {
            problems.add(
                    ConfigError.CONFIG_FILE_MISSING,
                    include.place(),
                    "The path " + include.written() + " cannot be searched.",
                    "Check the path and its permissions.");
            return List.of();
        }
    }

    private static List<ScalarNode> scalars(Optional<Node> node) {
        List<ScalarNode> scalars = new ArrayList<>();
        if (node.isPresent()
                && node.get() instanceof ScalarNode scalar
                && !scalar.text().isEmpty()) {
            scalars.add(scalar);
        }
        if (node.isPresent() && node.get() instanceof ListNode list) {
            list.items().forEach(item -> scalars.addAll(scalars(Optional.of(item))));
        }
        return scalars;
    }
}
