package org.apportion.testkit.month;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** Charge periods as bills have them, and worse: between 2026-09-01 and 2026-12-01. */
final class HostilePeriods {
    static final Instant FIRST = Instant.parse("2026-09-01T00:00:00Z");
    static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
    /** Days, counted from {@link #FIRST}, in which most usage and most short periods lie: they meet. */
    static final int[] BUSY_DAYS = {0, 13, 29, 30, 31, 35, 44, 60, 61, 75, 90};

    private HostilePeriods() {}

    record Period(Instant start, Instant end) {}

    static Period draw(Random random) {
        Instant hour = busyHour(random);
        Instant day = hour.truncatedTo(ChronoUnit.DAYS);
        return switch (random.nextInt(24)) {
            case 0 -> period(day, days(day, 7));
            case 1 -> new Period(hour, hour);
            case 2 -> new Period(hour.plusSeconds(1800), hour.plusSeconds(600));
            case 3 -> period(hour.plusMillis(250), hour.plusMillis(900));
            case 4 -> period(hour.plusMillis(1500), hour.plusSeconds(7201).plusMillis(1));
            case 5 -> period(hour.plusSeconds(1043), hour.plusSeconds(11159));
            case 6 -> period(hour.plusSeconds(3599), hour.plusSeconds(3601));
            case 7 -> period(hour.plusSeconds(10), hour.plusSeconds(17));
            case 8 -> period(days(day, -1).plusSeconds(86399), days(day, 1).plusSeconds(1));
            case 9 -> new Period(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
            case 10 -> new Period(Instant.parse("2026-09-30T12:00:00Z"), Instant.parse("2026-10-30T12:00:01Z"));
            case 11 -> new Period(hour, hour.plus(400, ChronoUnit.DAYS));
            case 12, 13, 14 -> period(day, days(day, 1));
            default -> period(hour, hour.plusSeconds(3600));
        };
    }

    static Instant busyHour(Random random) {
        int day = BUSY_DAYS[random.nextInt(BUSY_DAYS.length)];
        return FIRST.plus(day * 24L + random.nextInt(24), ChronoUnit.HOURS);
    }

    private static Instant days(Instant day, int count) {
        return day.plus(count, ChronoUnit.DAYS);
    }

    /** Cut off at the borders of the three months, where usage ends. */
    private static Period period(Instant start, Instant end) {
        return new Period(start.isBefore(FIRST) ? FIRST : start, end.isAfter(END) ? END : end);
    }
}
