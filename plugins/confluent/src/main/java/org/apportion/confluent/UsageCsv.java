package org.apportion.confluent;

import java.time.Instant;

/** Lines of a usage file. */
final class UsageCsv {
    static final String HEADING = "hour,resource,consumer,metric,value,unit\n";

    private UsageCsv() {}

    static String line(Instant hour, String resource, String consumer, String metric, String value, String unit) {
        return hour + "," + cell(resource) + "," + cell(consumer) + "," + metric + "," + value + "," + unit + "\n";
    }

    /** In quotes where it needs them. */
    static String cell(String text) {
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
