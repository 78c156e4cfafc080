package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apportion.report.Ranking.Placed;
import org.apportion.report.Ranking.Row;
import org.jspecify.annotations.Nullable;

/** Compares positions by unit and service. */
record Movers(List<Row> now, List<Row> before) {

    private record Position(List<@Nullable String> keys, List<@Nullable String> measure) {}

    /** Whether any position differs. */
    boolean isAny() {
        return !sums(now).equals(sums(before));
    }

    /** The positions that changed, the biggest changes first; unchanged ones are only in the amounts of all others. */
    ReportTable table(String title, int top) {
        Map<Position, BigDecimal> amounts = sums(now);
        Map<Position, BigDecimal> earlier = sums(before);
        Set<Position> all = new LinkedHashSet<>(amounts.keySet());
        all.addAll(earlier.keySet());
        List<Row> changes = new ArrayList<>();
        for (Position position : all) {
            BigDecimal change = amounts.getOrDefault(position, BigDecimal.ZERO)
                    .subtract(earlier.getOrDefault(position, BigDecimal.ZERO));
            if (change.signum() != 0) {
                changes.add(new Row(position.keys(), position.measure(), change, 1));
            }
        }
        Map<List<@Nullable String>, BigDecimal> left = new HashMap<>(Ranking.totals(now));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Placed placed : new Ranking(top, false).place(changes)) {
            Row row = placed.row();
            BigDecimal amount = amounts.get(new Position(row.keys(), row.measure()));
            if (amount == null) {
                boolean gone = all.contains(new Position(row.keys(), row.measure()));
                amount = gone ? BigDecimal.ZERO : left.getOrDefault(row.measure(), BigDecimal.ZERO);
            }
            left.merge(row.measure(), amount.negate(), BigDecimal::add);
            rows.add(cells(row, amount));
        }
        return new ReportTable(
                title,
                List.of(
                        ReportColumn.text("unit"),
                        ReportColumn.text("service"),
                        ReportColumn.money("change"),
                        ReportColumn.money("before"),
                        ReportColumn.money("amount"),
                        ReportColumn.text("currency")),
                rows,
                List.of(),
                List.of());
    }

    private static List<@Nullable Object> cells(Row row, BigDecimal amount) {
        List<@Nullable Object> cells = new ArrayList<>(row.keys());
        cells.add(row.amount());
        cells.add(amount.subtract(row.amount()));
        cells.add(amount);
        cells.addAll(row.measure());
        return cells;
    }

    private static Map<Position, BigDecimal> sums(List<Row> rows) {
        Map<Position, BigDecimal> sums = new HashMap<>();
        rows.forEach(row -> sums.merge(new Position(row.keys(), row.measure()), row.amount(), BigDecimal::add));
        return sums;
    }
}
