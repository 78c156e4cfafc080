package org.apportion.confluent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apportion.model.Csv;

/** Lines of a usage file. */
final class UsageCsv {
    static final String HEADING = "hour,resource,consumer,metric,value,unit\n";
    private static final int METRIC = 3;
    private static final int CELLS = 6;

    private UsageCsv() {}

    static String line(Instant hour, String resource, String consumer, String metric, String value, String unit) {
        return hour + lineAfterHour(resource, consumer, metric, value, unit);
    }

    /** A line without its hour, with the comma after it. */
    static String lineAfterHour(String resource, String consumer, String metric, String value, String unit) {
        return "," + Csv.cell(resource) + "," + Csv.cell(consumer) + "," + metric + "," + value + "," + unit + "\n";
    }

    /** What a line measures, whoever it is of. */
    record Series(String hour, String resource, String metric) {}

    /** Empty for a line that is cut off. */
    static Optional<Series> series(String line) {
        List<String> cells = Csv.cells(line.strip());
        return cells.size() == CELLS
                ? Optional.of(new Series(cells.get(0), cells.get(1), cells.get(METRIC)))
                : Optional.empty();
    }
}
