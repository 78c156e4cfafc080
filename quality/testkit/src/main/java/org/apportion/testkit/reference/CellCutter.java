package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.testkit.month.BillRecord;
import org.jspecify.annotations.Nullable;

/** Cuts a record into its cells: section "Records become cells". */
final class CellCutter {
    private static final Set<String> ONE_MONTH_CELL = Set.of("Purchase", "Tax", "Credit");

    private CellCutter() {}

    static Map<Cell, Piece> cut(BillRecord record, RecordGroup group, BigDecimal cost) {
        long start = record.start().getEpochSecond();
        long end = record.end().getEpochSecond();
        LocalDate startDay = LocalDate.ofInstant(record.start(), ZoneOffset.UTC);
        AllocationRule rule = group.rule();
        boolean byHour = rule != null && rule.spread() == Spread.HOURS;
        if ((!byHour && ONE_MONTH_CELL.contains(String.valueOf(record.column("ChargeCategory"))))
                || end <= start
                || isLongerThanMonth(start, end)) {
            LocalDate first = startDay.withDayOfMonth(1);
            Cell month =
                    new Cell(group, Cell.Kind.MONTH, Cell.hourOf(first), Cell.hourOf(first.plusMonths(1)), startDay);
            return Map.of(month, whole(record, cost));
        }
        long firstHour = Math.floorDiv(start, 3600L);
        long endHour = Math.floorDiv(end + 3599, 3600L);
        if (rule != null && hasUsageTier(rule) && rule.spread() == Spread.USAGE && endHour - firstHour > 1) {
            return Map.of(new Cell(group, Cell.Kind.SPAN, firstHour, endHour, startDay), whole(record, cost));
        }
        Cell.Kind kind = hasUsageTier(rule) ? Cell.Kind.HOUR : Cell.Kind.DAY;
        return bySecondsOfOverlap(record, group, cost, kind, start, end);
    }

    private static Map<Cell, Piece> bySecondsOfOverlap(
            BillRecord record, RecordGroup group, BigDecimal cost, Cell.Kind kind, long start, long end) {
        long window = kind == Cell.Kind.HOUR ? 3600 : 86400;
        BigInteger units = ExactSplit.unitsOf(cost);
        BigInteger seconds = BigInteger.valueOf(end - start);
        Map<Cell, Piece> pieces = new LinkedHashMap<>();
        BigInteger given = BigInteger.ZERO;
        for (long from = Math.floorDiv(start, window) * window; from < end; from += window) {
            long before = Math.min(from + window, end) - start;
            BigInteger upToHere = ExactSplit.floorDivide(units.multiply(BigInteger.valueOf(before)), seconds);
            boolean last = from + window >= end;
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochSecond(from), ZoneOffset.UTC);
            pieces.put(
                    new Cell(group, kind, from / 3600, (from + window) / 3600, day),
                    new Piece(record.id(), upToHere.subtract(given), last ? ExactSplit.restOf(cost) : BigInteger.ZERO));
            given = upToHere;
        }
        return pieces;
    }

    private static Piece whole(BillRecord record, BigDecimal cost) {
        return new Piece(record.id(), ExactSplit.unitsOf(cost), ExactSplit.restOf(cost));
    }

    private static boolean isLongerThanMonth(long start, long end) {
        LocalDateTime monthLater =
                LocalDateTime.ofEpochSecond(start, 0, ZoneOffset.UTC).plusMonths(1);
        return end > monthLater.toEpochSecond(ZoneOffset.UTC);
    }

    private static boolean hasUsageTier(@Nullable AllocationRule rule) {
        return rule != null
                && rule.parts().stream().flatMap(part -> part.tiers().stream()).anyMatch(CellCutter::isUsageTier);
    }

    static boolean isUsageTier(Tier tier) {
        return tier instanceof Tier.Even
                || tier instanceof Tier.ByMetric
                || tier instanceof Tier.ByMix
                || tier instanceof Tier.ByMaximum;
    }
}
