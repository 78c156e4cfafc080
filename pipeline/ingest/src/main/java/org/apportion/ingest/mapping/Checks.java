package org.apportion.ingest.mapping;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks of single texts of a mapping. */
final class Checks {
    private Checks() {}

    /** A regular expression as every engine reads it: no look-around, no back references. */
    static String pattern(String text, Tree.Place place, Complaints complaints) {
        try {
            Pattern.compile(text);
            if (text.contains("(?=") || text.contains("(?!") || text.contains("(?<") || text.matches(".*\\\\[1-9].*")) {
                complaints.add(place, "a pattern has no look-around, no named groups and no back references");
            }
        } catch (PatternSyntaxException e) {
            complaints.add(place, "is no regular expression: " + e.getDescription());
        }
        return text;
    }

    static String zone(String text, Tree.Place place, Complaints complaints) {
        try {
            ZoneId.of(text);
        } catch (DateTimeException e) {
            complaints.add(place, "'" + text + "' is no time zone; write it as Europe/Zurich or UTC");
        }
        return text;
    }
}
