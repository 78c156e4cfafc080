package org.apportion.testkit.reference;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A stretch of whole hours in which costs of one record group are split together.
 *
 * @param firstHour hours since 1970-01-01T00:00Z, inclusive
 * @param endHour likewise, exclusive
 * @param day UTC day on which its charges are booked, unless a span cell's sample says another
 */
public record Cell(RecordGroup group, Kind kind, long firstHour, long endHour, LocalDate day) {

    /** How the cell came about. */
    public enum Kind {
        HOUR,
        DAY,
        MONTH,
        SPAN
    }

    static long hourOf(LocalDate day) {
        return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) / 3600;
    }

    static LocalDate dayOf(long hour) {
        return LocalDate.ofEpochDay(Math.floorDiv(hour, 24L));
    }
}
