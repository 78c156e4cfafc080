package org.apportion.report;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apportion.allocate.UnitsAndRest;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of whole hours in which costs of one record group are split together: section "Records become cells" of how a cost
 * is split.
 *
 * @param firstHour hours since 1970-01-01T00:00Z, inclusive
 * @param endHour likewise, exclusive
 * @param day UTC day on which its charges are booked; in a span cell only of consumers found without usage
 */
record CellWindow(Kind kind, long firstHour, long endHour, LocalDate day) {
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;

    /** How the cell came about. */
    enum Kind {
        HOUR,
        DAY,
        MONTH,
        SPAN
    }

    /** The record's cells and what of it lies in each. */
    static Map<CellWindow, UnitsAndRest> cut(CostItem record, GroupFacts group, @Nullable AllocationRule rule) {
        UnitsAndRest cost = UnitsAndRest.of(record.cost());
        LocalDate startDay = dayOf(Math.floorDiv(record.start(), HOUR));
        boolean byHour = rule != null && rule.spread() == Spread.HOURS;
        if ((group.isOneMonthCell() && !byHour) || record.end() <= record.start() || isLongerThanMonth(record)) {
            LocalDate first = startDay.withDayOfMonth(1);
            return Map.of(new CellWindow(Kind.MONTH, hourOf(first), hourOf(first.plusMonths(1)), startDay), cost);
        }
        long firstHour = Math.floorDiv(record.start(), HOUR);
        long endHour = Math.floorDiv(record.end() + HOUR - 1, HOUR);
        boolean usage = hasUsageTier(rule);
        if (rule != null && usage && rule.spread() == Spread.USAGE && endHour - firstHour > 1) {
            return Map.of(new CellWindow(Kind.SPAN, firstHour, endHour, startDay), cost);
        }
        int width = usage ? HOUR : DAY;
        Map<CellWindow, UnitsAndRest> pieces = new LinkedHashMap<>();
        long seconds = record.end() - record.start();
        for (long from = Math.floorDiv(record.start(), width) * width; from < record.end(); from += width) {
            long until = Math.min(from + width, record.end()) - record.start();
            pieces.put(
                    new CellWindow(
                            usage ? Kind.HOUR : Kind.DAY, from / HOUR, (from + width) / HOUR, dayOf(from / HOUR)),
                    cost.between(Math.max(from - record.start(), 0), until, seconds));
        }
        return pieces;
    }

    private static boolean isLongerThanMonth(CostItem record) {
        return record.end()
                > LocalDateTime.ofEpochSecond(record.start(), 0, ZoneOffset.UTC)
                        .plusMonths(1)
                        .toEpochSecond(ZoneOffset.UTC);
    }

    static boolean hasUsageTier(@Nullable AllocationRule rule) {
        return rule != null
                && rule.parts().stream().flatMap(part -> part.tiers().stream()).anyMatch(Tier::isByUsage);
    }

    /** The hours in which an even tier looks for activity: the cell's, widened to whole days or months. */
    CellWindow widened(Tier.Window window) {
        LocalDate first = dayOf(firstHour);
        LocalDate end = dayOf(endHour - 1).plusDays(1);
        return switch (window) {
            case HOUR -> this;
            case DAY -> new CellWindow(kind, hourOf(first), hourOf(end), day);
            case MONTH ->
                new CellWindow(
                        kind,
                        hourOf(first.withDayOfMonth(1)),
                        hourOf(end.minusDays(1).withDayOfMonth(1).plusMonths(1)),
                        day);
        };
    }

    /** The part of the window that lies on a day of it. */
    CellWindow on(LocalDate one) {
        return new CellWindow(kind, Math.max(firstHour, hourOf(one)), Math.min(endHour, hourOf(one.plusDays(1))), one);
    }

    static long hourOf(LocalDate day) {
        return day.toEpochDay() * 24;
    }

    static LocalDate dayOf(long hour) {
        return LocalDate.ofEpochDay(Math.floorDiv(hour, 24L));
    }

    static String timeOf(long hour) {
        return LocalDateTime.ofEpochSecond(hour * HOUR, 0, ZoneOffset.UTC) + "Z";
    }

    @Override
    public String toString() {
        return timeOf(firstHour) + " to " + timeOf(endHour);
    }
}
