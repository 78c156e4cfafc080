package org.apportion.confluent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apportion.http.Json;
import org.apportion.model.ApportionException;
import tools.jackson.databind.JsonNode;

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

    /**
     * What the lines of a file of ours say.
     *
     * @throws ApportionException naming the line that is damaged: what was known is not forgotten without a word
     */
    <T> List<T> trees(String name, Function<JsonNode, T> reading) {
        List<T> read = new ArrayList<>();
        List<String> lines = lines(name);
        for (int i = 0; i < lines.size(); i++) {
            try {
                read.add(reading.apply(Json.read(lines.get(i)).orElseThrow()));
            } catch (DateTimeException | IllegalArgumentException | NoSuchElementException e) {
                throw new ApportionException(
                        ConfluentError.CONFLUENT_FOLDER_FAILED,
                        name + ":" + (i + 1),
                        "the line is damaged; it says what was read before.",
                        "Bring the file back from a copy, or delete the line if what it says may be forgotten.",
                        e);
            }
        }
        return read;
    }

    /** Removes folders named by a day before the given one. */
    void removeDaysBefore(String name, LocalDate first) {
        Path place = root.resolve(name);
        if (!Files.isDirectory(place)) {
            return;
        }
        try (Stream<Path> days = Files.list(place)) {
            for (Path day : days.filter(each -> isBefore(each, first)).toList()) {
                try (Stream<Path> all = Files.walk(day)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private static boolean isBefore(Path day, LocalDate first) {
        try {
            return LocalDate.parse(day.getFileName().toString()).isBefore(first);
        } catch (DateTimeException e) {
            return false;
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
        return new ApportionException(
                ConfluentError.CONFLUENT_FOLDER_FAILED,
                name,
                "the file cannot be read or written: " + cause.getMessage() + ".",
                "Check the rights and the space of the data folder.",
                cause);
    }
}
