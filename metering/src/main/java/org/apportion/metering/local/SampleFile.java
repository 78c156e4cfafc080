package org.apportion.metering.local;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apportion.metering.document.Dates;
import org.apportion.metering.reading.UsageNumber;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.UsageReading;

/**
 * Samples of a CSV file: a heading {@code reporting_time,<metric>,…}, then a line per sample. An empty cell
 * says nothing about its metric.
 */
public final class SampleFile {
    private static final String TIME = "reporting_time";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    /** Of the whole file: it is read at each question. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int LONGEST_SHOWN = 40;

    private final Path file;

    public SampleFile(Path file) {
        this.file = file;
    }

    /** @throws ApportionException {@code METER_SAMPLES_UNREAD} with the line */
    public List<UsageReading> read() {
        return readings(text(), problem -> {
            throw problem;
        });
    }

    /**
     * As {@link #read}, without what follows the last line end: a product may be writing it just now.
     *
     * @param left is told of each line that cannot be used; those before and after it are read
     */
    List<UsageReading> readWholeLines(Consumer<ApportionException> left) {
        String text = text();
        return readings(text.substring(0, text.lastIndexOf('\n') + 1), left);
    }

    private String text() {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw wrong(0, "it is no file with an end");
            }
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                throw wrong(0, "it has more than " + MOST_BYTES + " bytes: begin a new one");
            }
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw wrong(0, "the file does not exist");
        } catch (IOException e) {
            throw wrong(0, "it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private List<UsageReading> readings(String text, Consumer<ApportionException> left) {
        List<String> lines = text.lines().toList();
        List<String> heading =
                lines.isEmpty() ? List.of() : List.of(lines.get(0).strip().split(","));
        if (heading.size() < 2 || !heading.get(0).equals(TIME)) {
            throw wrong(1, "the heading does not begin with " + TIME + " and a metric");
        }
        for (int i = 0; i < heading.size(); i++) {
            if (heading.indexOf(heading.get(i)) < i) {
                throw wrong(1, "the heading has '" + shown(heading.get(i)) + "' twice");
            }
        }
        List<UsageReading> readings = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    readings.add(reading(heading, lines.get(i), i + 1));
                } catch (ApportionException problem) {
                    left.accept(problem);
                }
            }
        }
        return readings;
    }

    private UsageReading reading(List<String> heading, String line, int number) {
        String[] cells = line.strip().split(",", -1);
        if (cells.length != heading.size()) {
            throw wrong(number, "it has " + cells.length + " cells, the heading has " + heading.size());
        }
        Instant at = Dates.parse(cells[0]).orElseThrow(() -> wrong(number, "'" + shown(cells[0]) + "' is no time"));
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        for (int i = 1; i < cells.length; i++) {
            String cell = cells[i].strip();
            if (!cell.isEmpty()) {
                metrics.put(
                        heading.get(i),
                        UsageNumber.of(cell).orElseThrow(() -> wrong(number, "'" + shown(cell) + "' is no number")));
            }
        }
        return new UsageReading(at, metrics, Map.of(), Optional.empty());
    }

    private static String shown(String cell) {
        return cell.length() > LONGEST_SHOWN ? cell.substring(0, LONGEST_SHOWN) + "…" : cell;
    }

    private ApportionException wrong(int line, String problem) {
        return new ApportionException(
                LocalError.METER_SAMPLES_UNREAD,
                file + (line == 0 ? "" : ":" + line),
                "The samples cannot be used: " + (line == 0 ? "" : "line " + line + ": ") + problem + ".",
                "Write reporting_time,users as heading and lines like 2027-01-31T10:00:00Z,12.");
    }
}
