package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a lake's folder. */
final class DataFolders {
    private DataFolders() {}

    /** All data files, whether a table has them or not, relative and sorted. */
    static List<Path> dataFiles(Path folder) {
        return files(folder).stream()
                .filter(path -> path.toString().contains("/data/"))
                .toList();
    }

    /** All files but the table's own history, which grows with every recovery. */
    static List<Path> withoutHistory(Path folder) {
        return files(folder).stream()
                .filter(path -> !path.toString().endsWith(".metadata.json"))
                .toList();
    }

    static List<Path> files(Path folder) {
        Path lake = folder.resolve("lake");
        try (Stream<Path> walk = Files.walk(lake)) {
            return walk.filter(Files::isRegularFile)
                    .map(lake::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
