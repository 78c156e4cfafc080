package org.apportion.ingest.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apportion.ingest.problem.ImportError;

/** A folder for unpacked and transcoded copies that vanishes when the import ends. */
public final class WorkFolder implements AutoCloseable {
    private final Path folder;
    private int files;

    private WorkFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A new folder in a parent that is created when needed.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILE_UNREADABLE} if the parent cannot be written
     */
    public static WorkFolder in(Path parent) {
        try {
            Files.createDirectories(parent);
            return new WorkFolder(Files.createTempDirectory(parent, "import-"));
        } catch (IOException e) {
            throw ImportError.IMPORT_FILE_UNREADABLE.at(
                    parent.toString(),
                    "The folder for temporary files cannot be written.",
                    "Free some space or choose another folder for temporary files.",
                    e);
        }
    }

    /** A path that no file has yet. */
    public Path fresh(String suffix) {
        files++;
        return folder.resolve(files + suffix);
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A leftover copy harms nobody and must not hide what the import itself reports.
            return;
        }
    }
}
