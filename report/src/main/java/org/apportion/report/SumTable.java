package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.report.Ranking.Placed;
import org.apportion.report.Ranking.Row;
import org.jspecify.annotations.Nullable;

/**
 * Shows placed rows as a table: keys, measure, amount, share. With one measure the last line is its total; with several there is
 * no common total, so that each is told in a note.
 *
 * @param keys columns of the keys
 * @param measures columns of the measure, such as the currency
 * @param amount column of the amount
 */
record SumTable(List<ReportColumn> keys, List<ReportColumn> measures, ReportColumn amount) {

    static SumTable ofMoney(List<Dimension> keys) {
        return new SumTable(
                keys.stream().map(Dimension::column).toList(),
                List.of(ReportColumn.text("currency")),
                ReportColumn.money("amount"));
    }

    ReportTable table(String title, Ranking ranking, List<Row> rows, List<String> notes) {
        List<ReportColumn> columns = new ArrayList<>(keys);
        columns.add(amount);
        columns.addAll(measures);
        columns.add(new ReportColumn("share", ReportColumn.Kind.RATIO));
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Placed placed : ranking.place(rows)) {
            cells.add(cells(placed.row(), placed.share()));
        }
        Map<List<@Nullable String>, BigDecimal> totals = Ranking.totals(rows);
        List<String> told = new ArrayList<>(notes);
        if (rows.isEmpty()) {
            told.add("No rows.");
        }
        if (totals.size() > 1) {
            told.add("Totals: "
                    + totals.entrySet().stream().map(SumTable::total).collect(Collectors.joining("; ")) + ".");
        }
        return new ReportTable(title, columns, cells, totals.size() == 1 ? totals(totals) : List.of(), told);
    }

    private List<@Nullable Object> cells(Row row, @Nullable BigDecimal share) {
        List<@Nullable Object> cells = new ArrayList<>(row.keys());
        cells.add(row.amount());
        cells.addAll(row.measure());
        cells.add(share);
        return cells;
    }

    private List<@Nullable Object> totals(Map<List<@Nullable String>, BigDecimal> totals) {
        Map.Entry<List<@Nullable String>, BigDecimal> only =
                totals.entrySet().iterator().next();
        List<@Nullable String> none = new ArrayList<>();
        keys.forEach(key -> none.add(none.isEmpty() ? "total" : null));
        BigDecimal share = only.getValue().signum() == 0 ? null : BigDecimal.ONE.setScale(6);
        return cells(new Row(none, only.getKey(), only.getValue(), 0), share);
    }

    private static String total(Map.Entry<List<@Nullable String>, BigDecimal> total) {
        String measure = total.getKey().stream()
                .flatMap(part -> Optional.ofNullable(part).stream())
                .collect(Collectors.joining(" "));
        return plain(total.getValue()) + " " + measure;
    }

    /** Exact, without trailing zeros. */
    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
