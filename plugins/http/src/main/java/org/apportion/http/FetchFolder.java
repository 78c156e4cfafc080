package org.apportion.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
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
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorCode;
import tools.jackson.databind.JsonNode;

/**
 * The folder that a plugin fetches into. A file appears under its name only when it is whole. One whose content is the same is not
 * touched, so its time of change stays; one that is replaced always becomes younger than it was, whatever the clock says, because an
 * import takes the younger of two files of one name for the newer.
 */
public final class FetchFolder {
    private static final String PART = ".part";
    private static final long YOUNGER_BY_MILLIS = 1000;

    private final Path root;
    private final ErrorCode failure;

    /** @param failure the plugin's code for a file that cannot be read or written */
    public FetchFolder(Path root, ErrorCode failure) {
        this.root = root;
        this.failure = failure;
    }

    /** Removes what a killed call left half written. */
    public void sweep() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path part :
                    files.filter(file -> file.toString().endsWith(PART)).toList()) {
                Files.delete(part);
            }
        } catch (IOException | UncheckedIOException e) {
            throw failed("", e);
        }
    }

    public boolean has(String name) {
        return Files.exists(root.resolve(name));
    }

    /** Whether a file of lines is there to its last line end, which an empty or cut one, as a power cut leaves it, has not. */
    public boolean holds(String name) {
        Path file = root.resolve(name);
        if (!Files.exists(file)) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.position(channel.size() - 1).read(last) == 1 && last.get(0) == '\n';
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** The lines of a file; none if it is not there. */
    public List<String> lines(String name) {
        Path file = root.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /**
     * What the lines of a file of JSON say; nothing if it is not there.
     *
     * @throws ApportionException naming the line that is damaged, or if the file is empty: what was known is not forgotten
     *     without a word
     */
    public <T> List<T> trees(String name, Function<JsonNode, T> reading) {
        List<T> read = new ArrayList<>();
        List<String> lines = lines(name);
        if (lines.isEmpty() && has(name)) {
            throw new ApportionException(
                    failure,
                    name,
                    "the file is empty; it said what was read before.",
                    "Bring the file back from a copy, or delete the folder .state if all that it says may be forgotten.");
        }
        for (int i = 0; i < lines.size(); i++) {
            try {
                read.add(reading.apply(Json.read(lines.get(i)).orElseThrow()));
            } catch (DateTimeException | IllegalArgumentException | NoSuchElementException e) {
                throw new ApportionException(
                        failure,
                        name + ":" + (i + 1),
                        "the line is damaged; it says what was read before.",
                        "Bring the file back from a copy, or delete the line if what it says may be forgotten.",
                        e);
            }
        }
        return read;
    }

    /** @return whether the content differs from what was there */
    public boolean write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes compressed, always with the same bytes for the same content. */
    public void writeCompressed(String name, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(name, e);
        }
        write(name, bytes.toByteArray());
    }

    public void append(String name, String line) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(parent(file));
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** Removes the files of a folder whose names fit. */
    public void remove(String name, Function<String, Boolean> fits) {
        Path place = root.resolve(name);
        if (!Files.isDirectory(place)) {
            return;
        }
        try (Stream<Path> entries = Files.list(place)) {
            for (Path entry : entries.filter(each -> fits.apply(String.valueOf(each.getFileName())))
                    .toList()) {
                try (Stream<Path> all = Files.walk(entry)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw failed(name, e);
        }
    }

    /** Removes folders and files of days before the given one; their names begin with the day. */
    public void removeDaysBefore(String name, LocalDate first) {
        remove(name, entry -> {
            try {
                return LocalDate.parse(entry).isBefore(first);
            } catch (DateTimeException e) {
                return false;
            }
        });
    }

    private boolean write(String name, byte[] content) {
        Path file = root.resolve(name);
        try {
            FileTime before = FileTime.fromMillis(Long.MIN_VALUE);
            if (Files.exists(file)) {
                if (Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content)) {
                    return false;
                }
                before = Files.getLastModifiedTime(file);
            }
            Files.createDirectories(parent(file));
            Path part = file.resolveSibling(file.getFileName() + PART);
            Files.write(part, content);
            if (Files.getLastModifiedTime(part).compareTo(before) <= 0) {
                Files.setLastModifiedTime(part, FileTime.fromMillis(before.toMillis() + YOUNGER_BY_MILLIS));
            }
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

    private ApportionException failed(String name, Exception cause) {
        return new ApportionException(
                failure,
                root.resolve(name).toString(),
                "the file cannot be read or written: " + cause.getMessage() + ".",
                "Check the rights and the space of the data folder.",
                cause);
    }
}
