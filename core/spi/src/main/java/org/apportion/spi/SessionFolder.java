package org.apportion.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for temporary files of one session, such as spilled data or unpacked archives. It vanishes when it is closed; a lock
 * file tells whether its owner lives, so that folders of killed processes are removed when the next one of their kind is made.
 * Leftovers that cannot be removed cost space, not correctness.
 */
public final class SessionFolder implements AutoCloseable {
    private static final String LOCK = "owner.lock";

    private final Path path;
    private final FileChannel channel;

    private SessionFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * A new, empty folder.
     *
     * @param parent created when needed
     * @param kind first part of the folder's name, such as {@code import}
     * @throws IOException if the parent cannot be written
     */
    public static SessionFolder create(Path parent, String kind) throws IOException {
        Files.createDirectories(parent);
        String prefix = kind + "-";
        removeOrphans(parent, prefix);
        Path folder = Files.createTempDirectory(parent, prefix);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return new SessionFolder(folder, channel);
    }

    public Path path() {
        return path;
    }

    private static void removeOrphans(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
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
        try (Stream<Path> content = Files.walk(folder)) {
            List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // The next session tries again; a leftover must not hide what the session itself reports.
            return;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
        remove(path);
    }
}
