package org.apportion.config.section;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.source.SourceDefinition;

/** No output overwrites another one or a file that a source reads, nor is it read as a bill by the next import. */
final class OutputPaths {
    private final List<SourceDefinition> sources;
    private final Problems problems;
    private final Map<Path, Place> given = new HashMap<>();

    OutputPaths(List<SourceDefinition> sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** Adds a problem where the resolved path clashes with what is known. */
    void add(ScalarNode node, Path path) {
        Place earlier = given.putIfAbsent(path, node.place());
        if (earlier != null) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    node.place(),
                    "Another output writes this file too, at " + earlier + ".",
                    "Give each output a path of its own.");
        }
        for (SourceDefinition source : sources) {
            if (source.paths().stream().anyMatch(read -> reads(read, path))) {
                problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        node.place(),
                        "The source " + source.id() + " reads this file, and the output would overwrite it.",
                        "Write outputs to a folder that no source reads.");
            }
        }
    }

    private static boolean reads(String source, Path output) {
        try {
            return output.startsWith(Path.of(source))
                    || FileSystems.getDefault().getPathMatcher("glob:" + source).matches(output);
        } catch (InvalidPathException | PatternSyntaxException e) {
            return false; // The import says what is wrong with such a path.
        }
    }
}
