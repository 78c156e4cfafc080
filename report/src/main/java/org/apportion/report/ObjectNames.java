package org.apportion.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.Csv;

/**
 * What objects are called and where they are, from files that fetches leave beside their data: CSV with {@code id,name,kind,cluster},
 * of which the last two may be missing.
 */
final class ObjectNames {
    private static final int CLUSTER = 3;

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> clusters = new HashMap<>();

    /** A file that is not there or cannot be read tells nothing: names are no reason to tell no amounts. */
    static ObjectNames of(List<Path> files) {
        ObjectNames all = new ObjectNames();
        for (Path file : files) {
            if (Files.isReadable(file)) {
                try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    lines.lines().skip(1).map(Csv::cells).forEach(cells -> {
                        if (cells.size() > 1) {
                            all.names.putIfAbsent(cells.get(0), cells.get(1));
                        }
                        if (cells.size() > CLUSTER && !cells.get(CLUSTER).isEmpty()) {
                            all.clusters.putIfAbsent(cells.get(0), cells.get(CLUSTER));
                        }
                    });
                } catch (IOException | UncheckedIOException e) {
                    continue;
                }
            }
        }
        return all;
    }

    /** Empty text if it has none. */
    String of(String id) {
        return names.getOrDefault(id, "");
    }

    /** The Kafka cluster that an object works with; empty if that is not known. */
    Optional<String> clusterOf(String id) {
        return Optional.ofNullable(clusters.get(id));
    }
}
