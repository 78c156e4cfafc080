package org.apportion.config.section;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;

/**
 * What all sections need while they are read.
 *
 * @param main the configuration file that was loaded
 */
record Binding(Path main, Problems problems) {
    static final String SQLITE = "jdbc:sqlite:";

    /** A path as absolute text, against the file that names it. Globs pass. Empty after adding a problem. */
    Optional<Path> resolve(ScalarNode path) {
        try {
            Path named = path.place().equals(Place.DEFAULT)
                    ? main
                    : Path.of(path.place().file());
            return Optional.of(
                    named.toAbsolutePath().resolveSibling(path.text()).normalize());
        } catch (InvalidPathException e) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    path.place(),
                    "'" + path.written() + "' is not a path.",
                    "Remove the characters that this system does not allow in file names.");
            return Optional.empty();
        }
    }

    /** A JDBC address; of a SQLite file with its path absolute, as of {@link #resolve}. References inside are kept. */
    String database(ScalarNode url) {
        return database(url, url.text());
    }

    /** @param text the address, where a part of what is written stands for something else */
    String database(ScalarNode url, String text) {
        boolean isFile =
                text.startsWith(SQLITE) && !text.startsWith(SQLITE + "file:") && !text.startsWith(SQLITE + ":");
        if (!isFile || url.hasReference()) {
            return text;
        }
        ScalarNode path = CsvRows.scalar(text.substring(SQLITE.length()), url.place());
        return resolve(path).map(file -> SQLITE + file).orElse(text);
    }

    /** The file of a path as messages call it. */
    static Path shown(ScalarNode path) {
        return Path.of(path.place().file()).resolveSibling(path.text()).normalize();
    }
}
