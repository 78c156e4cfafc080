package org.apportion.publish.focus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.Sha256;
import org.apportion.publish.PublishError;

/**
 * A folder that replaces its predecessor as a whole. It is filled beside its place; a process that ends between the two moves
 * leaves the old folder under its hidden name and the next publication puts a new one in its place.
 */
final class BundleFolder implements AutoCloseable {
    static final String MANIFEST = "manifest.json";

    private final Path target;
    private final Path part;
    private final Path old;

    private BundleFolder(Path target) {
        this.target = target.toAbsolutePath();
        this.part = this.target.resolveSibling("." + target.getFileName() + ".part");
        this.old = this.target.resolveSibling("." + target.getFileName() + ".old");
    }

    /** @throws ApportionException {@code PUBLISH_FOREIGN_FILE} or {@code PUBLISH_NOT_WRITABLE} */
    static BundleFolder open(Path target, String output, String place) {
        BundleFolder folder = new BundleFolder(target);
        if (Files.exists(folder.target) && !Files.exists(folder.target.resolve(MANIFEST))) {
            throw new ApportionException(
                    PublishError.PUBLISH_FOREIGN_FILE,
                    place,
                    "The output " + output + " would overwrite " + target + ", which Apportion did not write.",
                    "Name another path, or move it away, then run the month again.");
        }
        folder.guarded(() -> {
            remove(folder.part);
            Files.createDirectories(folder.part);
        });
        return folder;
    }

    Path target() {
        return target;
    }

    Path file(String name) {
        return part.resolve(name);
    }

    void write(String name, String text) {
        guarded(() -> Files.writeString(file(name), text));
    }

    /** Takes over files of the folder that is there. */
    void keepAllBut(List<String> names) {
        guarded(() -> {
            for (Path file : children(target)) {
                String name = String.valueOf(file.getFileName());
                if (!names.contains(name)) {
                    link(file(name), file);
                }
            }
        });
    }

    /** Not every file system has links. */
    private static void link(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.copy(file, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Lower-case hex. */
    String sha256(String name) {
        try (InputStream in = Files.newInputStream(file(name))) {
            return Sha256.hex(in);
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** Puts the folder in its place. */
    void publish() {
        guarded(() -> {
            for (Path file : children(part)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
            remove(old);
            if (Files.exists(target)) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            remove(old);
        });
    }

    /** Runs something that writes into the folder. */
    void guarded(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw notWritable(e);
        } catch (UncheckedIOException e) {
            throw notWritable(e.getCause() == null ? new IOException(e) : e.getCause());
        }
    }

    private ApportionException notWritable(IOException e) {
        return new ApportionException(
                PublishError.PUBLISH_NOT_WRITABLE,
                target.toString(),
                "The folder cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ").",
                "Free space or fix the permissions of its parent, then repeat the command; nothing was half published.",
                e);
    }

    /** Removes what was not published. */
    @Override
    public void close() {
        guarded(() -> remove(part));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Writes; may throw. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }
}
