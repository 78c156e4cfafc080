package org.apportion.confluent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lines of a usage file. */
final class UsageCsv {
    static final String HEADING = "hour,resource,consumer,metric,value,unit\n";

    private static final int METRIC = 3;

    private UsageCsv() {}

    static String line(Instant hour, String resource, String consumer, String metric, String value, String unit) {
        return hour + "," + cell(resource) + "," + cell(consumer) + "," + metric + "," + value + "," + unit + "\n";
    }

    /** Hour, resource and metric of a line; the consumer stands between the latter two. */
    static String series(String line) {
        List<String> cells = cells(line);
        return cells.get(0) + " " + cells.get(1) + " " + cells.get(METRIC);
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    /** In quotes where it needs them. */
    static String cell(String text) {
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
