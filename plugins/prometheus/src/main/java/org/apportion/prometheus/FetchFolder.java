package org.apportion.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apportion.http.Json;
import org.apportion.model.ApportionException;
import tools.jackson.databind.node.ObjectNode;

/** The files of a fetch. Each is written beside its place and moved there when it is whole. */
final class FetchFolder {
    private static final String USAGE_HEADING = "hour,resource,consumer,metric,value,unit\n";

    /**
     * What is known of a day that was read.
     *
     * @param questions digest of everything that was asked
     * @param readAt when
     */
    record State(String questions, Instant readAt) {}

    private final Path folder;

    FetchFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes the day's values; true if the file is new or has changed. An empty answer leaves values that are there. */
    boolean writeUsage(LocalDate day, DayUsage usage) {
        Path file = folder.resolve("usage").resolve(usage.query().metric() + "-" + day + ".csv");
        StringBuilder text = new StringBuilder(USAGE_HEADING);
        for (Map.Entry<DayUsage.Key, BigDecimal> entry : usage.values().entrySet()) {
            text.append(Instant.ofEpochSecond(entry.getKey().hour()))
                    .append(',')
                    .append(cell(entry.getKey().resource()))
                    .append(',')
                    .append(cell(entry.getKey().consumer()))
                    .append(',')
                    .append(usage.query().metric())
                    .append(',')
                    .append(entry.getValue().toPlainString())
                    .append(',')
                    .append(cell(usage.query().unit()))
                    .append('\n');
        }
        return write(file, text.toString());
    }

    /** Whether values of the day were brought before. */
    boolean hasUsage(LocalDate day, String metric) {
        Path file = folder.resolve("usage").resolve(metric + "-" + day + ".csv");
        try {
            return Files.exists(file) && Files.size(file) > USAGE_HEADING.length();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    boolean writeCoverage(LocalDate day, List<CoverageRow> rows) {
        StringBuilder text = new StringBuilder("hour,metric,resource,found,expected\n");
        for (CoverageRow row : rows) {
            text.append(Instant.ofEpochSecond(row.hour()))
                    .append(',')
                    .append(row.metric())
                    .append(',')
                    .append(cell(row.resource()))
                    .append(',')
                    .append(row.found())
                    .append(',')
                    .append(row.expected() == 0 ? "" : Long.toString(row.expected()))
                    .append('\n');
        }
        return write(folder.resolve("coverage").resolve(day + ".csv"), text.toString());
    }

    /** Keeps questions and answers as they were; those of an earlier reading of the day and metric go. */
    void writeEvidence(LocalDate day, DayUsage usage) {
        Path place = folder.resolve(".evidence").resolve(day.toString());
        String prefix = usage.query().metric() + "-";
        try {
            Files.createDirectories(place);
            try (Stream<Path> old = Files.list(place)) {
                for (Path file : old.filter(file -> file.getFileName()
                                .toString()
                                .matches(java.util.regex.Pattern.quote(prefix) + "\\d\\d-\\d\\d\\.json\\.gz"))
                        .toList()) {
                    Files.delete(file);
                }
            }
            for (DayUsage.Asked asked : usage.asked()) {
                ObjectNode question = Json.object();
                asked.form().forEach(question::put);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                    gzip.write((Json.write(question) + "\n" + asked.body()).getBytes(StandardCharsets.UTF_8));
                }
                long start = (asked.range().first() - day.toEpochDay() * 86_400) / HourRange.HOUR;
                String hours = String.format(
                        java.util.Locale.ROOT,
                        "%02d-%02d",
                        start,
                        start + asked.range().hours());
                write(place.resolve(prefix + hours + ".json.gz"), bytes.toByteArray());
            }
        } catch (IOException e) {
            throw failed(place, e);
        }
    }

    Optional<State> state(LocalDate day) {
        Path file = stateFile(day);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new State(lines.get(0), Instant.parse(lines.get(1))));
        } catch (java.time.DateTimeException e) {
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            throw failed(file, e);
        }
    }

    void writeState(LocalDate day, State state) {
        write(stateFile(day), state.questions() + "\n" + state.readAt() + "\n");
    }

    private Path stateFile(LocalDate day) {
        return folder.resolve(".state").resolve(day + ".txt");
    }

    private static boolean write(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean write(Path file, byte[] bytes) {
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return false;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path part = file.resolveSibling("." + file.getFileName() + ".part");
            Files.write(part, bytes);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static ApportionException failed(Path file, Exception e) {
        return new ApportionException(
                PrometheusError.PROMETHEUS_NOT_WRITABLE,
                file.toString(),
                "the file cannot be read or written (" + e.getClass().getSimpleName() + ").",
                "Free space or fix the permissions of its folder, then fetch again.",
                e);
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && text.strip().equals(text);
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
