package org.apportion.prometheus;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apportion.http.FetchFolder;
import org.apportion.http.Json;
import org.apportion.model.Csv;
import tools.jackson.databind.node.ObjectNode;

/** What is kept of each day: values, coverage, answers, and when it was read. */
final class DayFiles {
    private static final String USAGE_HEADING = "hour,resource,consumer,metric,value,unit\n";

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

    /** How many values of the day were brought before. */
    int values(LocalDate day, String metric) {
        return Math.max(0, folder.lines(usageFile(day, metric)).size() - 1);
    }

    private static String usageFile(LocalDate day, String metric) {
        return "usage/" + metric + "-" + day + ".csv";
    }

    boolean writeCoverage(LocalDate day, List<CoverageRow> rows) {
        StringBuilder text = new StringBuilder("hour,metric,resource,found,expected\n");
        for (CoverageRow row : rows) {
            text.append(Instant.ofEpochSecond(row.hour()))
                    .append(',')
                    .append(row.metric())
                    .append(',')
                    .append(Csv.cell(row.resource()))
                    .append(',')
                    .append(row.found())
                    .append(',')
                    .append(row.expected() == 0 ? "" : Long.toString(row.expected()))
                    .append('\n');
        }
        return folder.write("coverage/" + day + ".csv", text.toString());
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
        try {
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new State(lines.get(0), Instant.parse(lines.get(1))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    void writeState(LocalDate day, State state) {
        folder.write(stateFile(day), state.questions() + "\n" + state.readAt() + "\n");
    }

    private static String stateFile(LocalDate day) {
        return ".state/" + day + ".txt";
    }
}
