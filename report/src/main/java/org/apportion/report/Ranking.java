package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;
import org.apportion.model.LargestRemainder;
import org.jspecify.annotations.Nullable;

/**
 * Puts summed rows in order and cuts them to the largest without losing any: what is cut becomes one row per measure, and shares
 * and totals count all. Rows of different measures (currencies, metrics) are never added.
 *
 * @param top 0 keeps all
 * @param inOrderOfKeys by keys instead of by amount
 */
record Ranking(int top, boolean inOrderOfKeys) {
    private static final int SHARE_DIGITS = 6;
    private static final int WORKING_DIGITS = 24;
    private static final Comparator<@Nullable String> TEXTS = Comparator.nullsLast(CodePointOrder.INSTANCE);

    /**
     * @param keys values of the words, null where there is none
     * @param measure what the amount is in: a currency, or a metric and its unit
     * @param count how many source rows it sums
     */
    record Row(List<@Nullable String> keys, List<@Nullable String> measure, BigDecimal amount, long count) {}

    /** A row in its place, with the share of its measure's total; that is null where the total is zero. */
    record Placed(Row row, @Nullable BigDecimal share) {}

    List<Placed> place(List<Row> rows) {
        List<Placed> placed = new ArrayList<>();
        byMeasure(rows).values().forEach(group -> placed.addAll(withShares(cut(group))));
        return placed;
    }

    /** Sum per measure, in order of the measure. */
    static Map<List<@Nullable String>, BigDecimal> totals(List<Row> rows) {
        Map<List<@Nullable String>, BigDecimal> totals = new LinkedHashMap<>();
        byMeasure(rows)
                .forEach((measure, group) ->
                        totals.put(measure, group.stream().map(Row::amount).reduce(BigDecimal.ZERO, BigDecimal::add)));
        return totals;
    }

    private static SortedMap<List<@Nullable String>, List<Row>> byMeasure(List<Row> rows) {
        SortedMap<List<@Nullable String>, List<Row>> groups = new TreeMap<>(Ranking::compare);
        rows.forEach(row -> groups.computeIfAbsent(row.measure(), measure -> new ArrayList<>())
                .add(row));
        return groups;
    }

    private List<Row> cut(List<Row> rows) {
        Comparator<Row> byKeys = (a, b) -> compare(a.keys(), b.keys());
        Comparator<Row> bySize =
                Comparator.comparing((Row row) -> row.amount().abs()).reversed().thenComparing(byKeys);
        Comparator<Row> shown = inOrderOfKeys
                ? byKeys
                : Comparator.comparing(Row::amount).reversed().thenComparing(byKeys);
        List<Row> sorted = rows.stream().sorted(bySize).toList();
        int kept = top == 0 || sorted.size() <= top ? sorted.size() : top;
        List<Row> result = new ArrayList<>(sorted.subList(0, kept));
        result.sort(shown);
        if (kept < sorted.size()) {
            result.add(other(sorted.subList(kept, sorted.size())));
        }
        return result;
    }

    private static Row other(List<Row> rest) {
        Row first = rest.get(0);
        List<@Nullable String> keys = new ArrayList<>();
        for (int i = 0; i < first.keys().size(); i++) {
            keys.add(i == 0 ? "other (" + rest.size() + ")" : null);
        }
        return new Row(
                keys,
                first.measure(),
                rest.stream().map(Row::amount).reduce(BigDecimal.ZERO, BigDecimal::add),
                rest.stream().mapToLong(Row::count).sum());
    }

    private static List<Placed> withShares(List<Row> rows) {
        BigDecimal total = rows.stream().map(Row::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (total.signum() == 0) {
            return rows.stream().map(row -> new Placed(row, null)).toList();
        }
        List<LargestRemainder.Rounded> shares = LargestRemainder.round(
                rows.stream()
                        .map(row -> row.amount().divide(total, WORKING_DIGITS, RoundingMode.HALF_EVEN))
                        .toList(),
                SHARE_DIGITS,
                RoundingMode.HALF_EVEN);
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            placed.add(new Placed(rows.get(i), shares.get(i).rounded()));
        }
        return placed;
    }

    private static int compare(List<@Nullable String> left, List<@Nullable String> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = TEXTS.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
