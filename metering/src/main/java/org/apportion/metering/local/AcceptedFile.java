package org.apportion.metering.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeterRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of accepted records, one JSON object a line. All marketplaces of a process that use a file share one of these, and
 * hold its lock from asking to writing. In memory are only the records that the late window still allows to be sent again.
 */
final class AcceptedFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int LEAST_RECENT = 1_000;

    private final Path file;
    private final Duration window;
    private final InstantSource clock;
    private final Map<String, Line> recent = new LinkedHashMap<>();
    private int mostRecent = LEAST_RECENT;
    private boolean loaded;

    AcceptedFile(Path file, Duration window, InstantSource clock) {
        this.file = file;
        this.window = window;
        this.clock = clock;
    }

    Path path() {
        return file;
    }

    /** A line. @param account whose it is; empty in files that were written before lines told it */
    record Line(String account, MeterRecord record) {
        boolean isOf(String other) {
            return account.isEmpty() || account.equals(other);
        }
    }

    /** The oldest timestamp that is taken. */
    Instant oldest() {
        return clock.instant().minus(window);
    }

    synchronized void load() throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "a file is in a folder");
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        if (loaded) {
            return;
        }
        recent.clear();
        if (Files.exists(file)) {
            cutHalfLine();
            Instant oldest = oldest();
            lines(line -> !line.record().timestamp().isBefore(oldest))
                    .forEach(line -> recent.put(line.record().key(), line));
        }
        loaded = true;
    }

    /** The record that was accepted with a key within the window. */
    synchronized Optional<MeterRecord> known(String key) {
        return Optional.ofNullable(recent.get(key)).filter(this::isRecent).map(Line::record);
    }

    /** An account's records that were accepted within the window. */
    synchronized List<MeterRecord> recent(String account) {
        return recent.values().stream()
                .filter(line -> line.isOf(account) && isRecent(line))
                .map(Line::record)
                .toList();
    }

    private boolean isRecent(Line line) {
        return !line.record().timestamp().isBefore(oldest());
    }

    /** Appends accepted records and waits until they are on disk. */
    synchronized void append(List<Line> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(text(line)).append('\n'));
        try {
            DurableFile.append(file, text.toString());
        } catch (IOException e) {
            loaded = false;
            throw e;
        }
        lines.forEach(line -> recent.put(line.record().key(), line));
        forgetOld();
    }

    /** Looks through all only once they may have doubled, so that many appends cost no more than their lines. */
    private void forgetOld() {
        if (recent.size() > mostRecent) {
            recent.values().removeIf(line -> !isRecent(line));
            mostRecent = Math.max(LEAST_RECENT, 2 * recent.size());
        }
    }

    /** Reads the whole file; keeps only what is wanted. */
    synchronized List<Line> lines(Predicate<Line> wanted) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Line> found = new ArrayList<>();
        int number = 0;
        try (Stream<String> lines = Files.lines(file)) {
            for (String text : (Iterable<String>) lines::iterator) {
                number++;
                Line line = line(text, number);
                if (wanted.test(line)) {
                    found.add(line);
                }
            }
        }
        return found;
    }

    /** A last line without its end was never accepted: the process died while it wrote it. */
    private void cutHalfLine() throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            long end = open.length();
            while (end > 0) {
                open.seek(end - 1);
                if (open.read() == '\n') {
                    break;
                }
                end--;
            }
            if (end < open.length()) {
                open.setLength(end);
                open.getFD().sync();
            }
        }
    }

    private Line line(String text, int number) {
        try {
            JsonNode node = JSON.readTree(text);
            return new Line(
                    node.path("account").asString(""),
                    new MeterRecord(
                            node.path("key").stringValue(),
                            node.path("dimension").stringValue(),
                            new BigDecimal(node.path("quantity").stringValue()),
                            Instant.parse(node.path("timestamp").stringValue()),
                            Map.of()));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new ApportionException(
                    LocalError.METER_DOCUMENT_UNREADABLE,
                    file.toString(),
                    "the line " + number + " is no accepted record.",
                    "Restore the file: it tells what was metered.",
                    e);
        }
    }

    static String text(Line line) {
        ObjectNode node = JSON.createObjectNode();
        node.put("account", line.account());
        node.put("key", line.record().key());
        node.put("dimension", line.record().dimension());
        node.put("quantity", line.record().quantity().toPlainString());
        node.put("timestamp", line.record().timestamp().toString());
        return JSON.writeValueAsString(node);
    }
}
