package org.apportion.ingest.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apportion.ingest.problem.ImportError;
import org.jspecify.annotations.Nullable;

/**
 * A folder for unpacked and transcoded copies that vanishes when the import ends. A lock file tells whether the owner lives:
 * folders of killed processes are removed by the next import.
 */
public final class WorkFolder implements AutoCloseable {
    private static final String PREFIX = "import-";
    private static final String LOCK = "owner.lock";

    private final Path folder;
    private final FileChannel lock;
    private int files;

    private WorkFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * A new folder in a parent that is created when needed.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILE_UNREADABLE} if the parent cannot be written
     */
    public static WorkFolder in(Path parent) {
        try {
            Files.createDirectories(parent);
            removeOrphans(parent);
            Path folder = Files.createTempDirectory(parent, PREFIX);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            return new WorkFolder(folder, lock);
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
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
        remove(folder);
    }

    private static void removeOrphans(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isOrphan(folder)) {
                    remove(folder);
                }
            }
        }
    }

    private static boolean isOrphan(Path folder) {
        Path lockFile = folder.resolve(LOCK);
        if (!Files.isRegularFile(lockFile)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A leftover copy harms nobody and must not hide what the import itself reports; the next import tries
            // again.
            return;
        }
    }
}
