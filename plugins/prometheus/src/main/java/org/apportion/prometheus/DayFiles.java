package org.apportion.prometheus;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apportion.http.CoverageFiles;
import org.apportion.http.CoverageRow;
import org.apportion.http.FetchFolder;
import org.apportion.http.Json;
import org.apportion.model.Csv;
import tools.jackson.databind.node.ObjectNode;

/** What is kept of each day: values, coverage, answers, and when it was read. */
final class DayFiles {
    private static final String USAGE_HEADING = "hour,resource,consumer,metric,value,unit\n";
    private static final int CELLS = 6;
    private static final int VALUE = 4;

    /**
     * What is known of a day that was read.
     *
     * @param questions digest of everything that was asked
     * @param readAt when
     */
    record State(String questions, Instant readAt) {}

    private final FetchFolder folder;

    DayFiles(FetchFolder folder) {
        this.folder = folder;
    }

    /** Writes the day's values; true if the file is new or has changed. An empty answer leaves values that are there. */
    boolean writeUsage(LocalDate day, DayUsage usage) {
        StringBuilder text = new StringBuilder(USAGE_HEADING);
        for (Map.Entry<DayUsage.Key, BigDecimal> entry : usage.values().entrySet()) {
            text.append(Instant.ofEpochSecond(entry.getKey().hour()))
                    .append(',')
                    .append(Csv.cell(entry.getKey().resource()))
                    .append(',')
                    .append(Csv.cell(entry.getKey().consumer()))
                    .append(',')
                    .append(usage.query().metric())
                    .append(',')
                    .append(entry.getValue().toPlainString())
                    .append(',')
                    .append(Csv.cell(usage.query().unit()))
                    .append('\n');
        }
        return folder.write(usageFile(day, usage.query().metric()), text.toString());
    }

    /** The values of the day that were brought before; a line that is damaged is none. */
    Map<DayUsage.Key, BigDecimal> values(LocalDate day, String metric) {
        Map<DayUsage.Key, BigDecimal> values = new TreeMap<>();
        for (String line : folder.lines(usageFile(day, metric))) {
            List<String> cells = Csv.cells(line);
            if (cells.size() == CELLS) {
                instant(cells.get(0))
                        .ifPresent(hour -> DayUsage.number(cells.get(VALUE))
                                .ifPresent(value -> values.put(
                                        new DayUsage.Key(hour.getEpochSecond(), cells.get(1), cells.get(2)), value)));
            }
        }
        return values;
    }

    /** Whether the values of the day are there, and whole. */
    boolean hasUsage(LocalDate day, String metric) {
        return folder.holds(usageFile(day, metric));
    }

    private static String usageFile(LocalDate day, String metric) {
        return "usage/" + metric + "-" + day + ".csv";
    }

    /**
     * Writes how well each hour was measured.
     *
     * @param earlier by metric, hours whose values are those of an earlier reading: so is their coverage
     */
    void writeCoverage(LocalDate day, List<CoverageRow> rows, Map<String, Set<Long>> earlier) {
        new CoverageFiles(folder).write(day, rows, earlier);
    }

    /** Keeps questions and answers as they were; those of an earlier reading of the day and metric go. */
    void writeEvidence(LocalDate day, DayUsage usage) {
        String place = ".evidence/" + day;
        String prefix = usage.query().metric() + "-";
        Pattern old = Pattern.compile(Pattern.quote(prefix) + "\\d\\d-\\d\\d\\.json\\.gz");
        folder.remove(place, name -> old.matcher(name).matches());
        for (DayUsage.Asked asked : usage.asked()) {
            ObjectNode question = Json.object();
            asked.form().forEach(question::put);
            long start = (asked.range().first() - day.toEpochDay() * 86_400) / HourRange.HOUR;
            String hours = String.format(
                    Locale.ROOT, "%02d-%02d", start, start + asked.range().hours());
            folder.writeCompressed(
                    place + "/" + prefix + hours + ".json.gz", Json.write(question) + "\n" + asked.body());
        }
    }

    Optional<State> state(LocalDate day) {
        List<String> lines = folder.lines(stateFile(day));
        return lines.size() < 2
                ? Optional.empty()
                : instant(lines.get(1)).map(readAt -> new State(lines.get(0), readAt));
    }

    void writeState(LocalDate day, State state) {
        folder.write(stateFile(day), state.questions() + "\n" + state.readAt() + "\n");
    }

    private static String stateFile(LocalDate day) {
        return ".state/" + day + ".txt";
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
