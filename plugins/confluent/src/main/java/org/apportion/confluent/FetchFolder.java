package org.apportion.confluent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The folder of one fetch. A file appears under its name only when it is whole; one whose content is the same is not touched, so its
 * time of change stays.
 */
final class FetchFolder {
    private static final String PART = ".part";

    private final Path root;

    FetchFolder(Path root) {
        this.root = root;
    }

    /** Removes what a killed call left half written. */
    void sweep() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path part :
                    files.filter(file -> file.toString().endsWith(PART)).toList()) {
                Files.delete(part);
            }
        } catch (IOException e) {
            throw failed("", e);
        }
    }

    boolean has(String name) {
        return Files.exists(root.resolve(name));
    }

    /** The lines of a file; none if it is not there. */
    List<String> lines(String name) {
        Path file = root.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** @return whether the content differs from what was there */
    boolean write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes compressed, always with the same bytes for the same content. */
    void writeCompressed(String name, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(name, e);
        }
        write(name, bytes.toByteArray());
    }

    void append(String name, String line) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(parent(file));
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private boolean write(String name, byte[] content) {
        Path file = root.resolve(name);
        try {
            if (Files.exists(file)
                    && Files.size(file) == content.length
                    && Arrays.equals(Files.readAllBytes(file), content)) {
                return false;
            }
            Files.createDirectories(parent(file));
            Path part = file.resolveSibling(file.getFileName() + PART);
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? root : parent;
    }

    private static RuntimeException failed(String name, IOException cause) {
        return new org.apportion.model.ApportionException(
                ConfluentError.CONFLUENT_FOLDER_FAILED,
                name,
                "the file cannot be read or written: " + cause.getMessage() + ".",
                "Check the rights and the space of the data folder.",
                cause);
    }
}
