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
import org.apportion.model.Csv;

/** What objects are called, from files that fetches leave beside their data: CSV with {@code id,name} first. */
final class ObjectNames {
    private final Map<String, String> names = new HashMap<>();

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
}
