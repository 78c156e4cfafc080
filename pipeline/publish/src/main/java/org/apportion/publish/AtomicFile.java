package org.apportion.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.function.Consumer;
import org.apportion.model.ApportionException;
import org.apportion.model.Sha256;

/** Writes a file beside its target and moves it there when it is whole and on disk. */
final class AtomicFile {

    /** Writes the content; may throw {@link IOException}, or {@link UncheckedIOException} out of a loop over rows. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Has another program write to the path it is given. */
    @FunctionalInterface
    interface External {
        void writeTo(Path part) throws IOException;
    }

    private AtomicFile() {}

    /** Returns the SHA-256 of what was written. */
    static String write(Path target, Content content) {
        return write(target, content, hash -> {});
    }

    /**
     * Returns the SHA-256 of what was written.
     *
     * @param beforeMove is given that hash when the content is on disk and not yet in place; throws to leave the target as it was
     */
    static String write(Path target, Content content, Consumer<String> beforeMove) {
        MessageDigest digest = Sha256.digest();
        Path part = part(target);
        try {
            Files.createDirectories(parent(target));
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
                content.writeTo(out);
            }
            String hash = Sha256.hex(digest);
            beforeMove.accept(hash);
            moveIntoPlace(part, target);
            return hash;
        } catch (IOException e) {
            throw notWritable(target, e);
        } catch (UncheckedIOException e) {
            throw notWritable(target, cause(e));
        } finally {
            deleteQuietly(part);
        }
    }

    static String writeExternally(Path target, External content, Consumer<String> beforeMove) {
        Path part = part(target);
        try {
            Files.createDirectories(parent(target));
            Files.deleteIfExists(part);
            content.writeTo(part);
            String hash = hash(part);
            beforeMove.accept(hash);
            moveIntoPlace(part, target);
            return hash;
        } catch (IOException e) {
            throw notWritable(target, e);
        } catch (UncheckedIOException e) {
            throw notWritable(target, cause(e));
        } finally {
            deleteQuietly(part);
        }
    }

    private static IOException cause(UncheckedIOException e) {
        return e.getCause() == null ? new IOException(e) : e.getCause();
    }

    private static void moveIntoPlace(Path part, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String hash(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Sha256.hex(in);
        }
    }

    private static Path part(Path target) {
        return parent(target).resolve("." + target.getFileName() + ".part");
    }

    private static Path parent(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(target + " is no file");
        }
        return parent;
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The part of a failed write stays where its name shows what it is; the failure itself is already on its
            // way.
            part.toFile().deleteOnExit();
        }
    }

    private static ApportionException notWritable(Path target, IOException e) {
        return new ApportionException(
                PublishError.PUBLISH_NOT_WRITABLE,
                target.toString(),
                "The file cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ").",
                "Free space or fix the permissions of its folder, then run the month again; nothing was half published.",
                e);
    }
}
