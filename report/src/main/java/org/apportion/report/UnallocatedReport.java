package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunTotal;
import org.apportion.model.BillingMonth;
import org.apportion.model.LargestRemainder;
import org.apportion.report.Ranking.Row;
import org.jspecify.annotations.Nullable;

/** Lists what reached no unit, by reason, with what would mend it. Shares are of the whole bill in that currency. */
final class UnallocatedReport {
    private static final List<String> WORDS =
            List.of("reason", "rule", "service", "account", "consumer-kind", "consumer");
    private static final int KIND = 4;
    private static final int CONSUMER = 5;
    private static final int SHARE_DIGITS = 6;
    private static final int WORKING_DIGITS = 24;

    private final ReportSession session;

    UnallocatedReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(BillingMonth month, int top) {
        Run run = session.requireRun(month);
        Months months = Months.of(month);
        CostReport costs = new CostReport(session);
        Question question =
                costs.ofCharges(session.current(), months).by(WORDS, List.of()).andAlso("c.unallocated IS NOT NULL");
        List<Row> rows = costs.costs(session.current(), months, question);
        List<Row> shown = new Ranking(top, false)
                .place(rows).stream().map(Ranking.Placed::row).toList();
        List<List<@Nullable Object>> cells = cells(shown, billed(run));
        Map<List<@Nullable String>, BigDecimal> totals = Ranking.totals(rows);
        List<String> notes = new ArrayList<>(session.remarks(months));
        if (rows.isEmpty()) {
            notes.add("Everything has an owner.");
        }
        if (totals.size() > 1) {
            totals.forEach(
                    (measure, sum) -> notes.add("Unallocated: " + SumTable.plain(sum) + " " + measure.get(0) + "."));
        }
        return new ReportTable(
                "Unallocated in " + month,
                List.of(
                        ReportColumn.text("reason"),
                        ReportColumn.text("service"),
                        ReportColumn.text("account"),
                        ReportColumn.text("consumer"),
                        ReportColumn.text("rule"),
                        ReportColumn.money("amount"),
                        ReportColumn.text("currency"),
                        new ReportColumn("share", ReportColumn.Kind.RATIO),
                        new ReportColumn("fix", ReportColumn.Kind.REMARK)),
                cells,
                totals.size() == 1 ? total(cells) : List.of(),
                notes);
    }

    private List<List<@Nullable Object>> cells(List<Row> rows, Map<String, BigDecimal> billed) {
        Remedy remedy = new Remedy(session.configuration());
        List<Row> sorted = rows.stream()
                .sorted(Comparator.comparing(
                                (Row row) -> String.valueOf(row.measure().get(0)))
                        .thenComparing(row -> isOther(row) ? 1 : 0)
                        .thenComparing(row -> String.valueOf(row.keys().get(0)))
                        .thenComparing(Row::amount, Comparator.reverseOrder()))
                .toList();
        Map<String, List<BigDecimal>> shares = new HashMap<>();
        for (Row row : sorted) {
            String currency = String.valueOf(row.measure().get(0));
            BigDecimal total = billed.getOrDefault(currency, BigDecimal.ZERO);
            shares.computeIfAbsent(currency, any -> new ArrayList<>())
                    .add(
                            total.signum() == 0
                                    ? BigDecimal.ZERO
                                    : row.amount().divide(total, WORKING_DIGITS, RoundingMode.HALF_EVEN));
        }
        shares.replaceAll((currency, all) -> LargestRemainder.round(all, SHARE_DIGITS, RoundingMode.HALF_EVEN).stream()
                .map(LargestRemainder.Rounded::rounded)
                .toList());
        Map<String, Integer> next = new HashMap<>();
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Row row : sorted) {
            String currency = String.valueOf(row.measure().get(0));
            BigDecimal share =
                    Objects.requireNonNull(shares.get(currency)).get(next.merge(currency, 1, Integer::sum) - 1);
            cells.add(cells(row, share, remedy));
        }
        return cells;
    }

    private static boolean isOther(Row row) {
        return row.keys().get(KIND) == null;
    }

    private static List<@Nullable Object> cells(Row row, BigDecimal share, Remedy remedy) {
        List<@Nullable String> keys = row.keys();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(keys.get(0));
        cells.add(keys.get(2));
        cells.add(keys.get(3));
        cells.add(keys.get(CONSUMER));
        cells.add(keys.get(1));
        cells.add(row.amount());
        cells.add(row.measure().get(0));
        cells.add(share);
        cells.add(isOther(row) ? null : remedy.of(theCase(keys)));
        return cells;
    }

    private static Remedy.Case theCase(List<@Nullable String> keys) {
        String kind = Objects.requireNonNull(keys.get(KIND));
        String name = Objects.requireNonNull(keys.get(CONSUMER)).substring(kind.length() + 1);
        return new Remedy.Case(Objects.requireNonNull(keys.get(0)), keys.get(1), keys.get(2), keys.get(3), kind, name);
    }

    private static List<@Nullable Object> total(List<List<@Nullable Object>> cells) {
        List<@Nullable Object> total = new ArrayList<>(Collections.nCopies(9, null));
        total.set(0, "total");
        total.set(5, sum(cells, 5));
        total.set(6, cells.get(0).get(6));
        total.set(7, sum(cells, 7));
        return total;
    }

    private static BigDecimal sum(List<List<@Nullable Object>> cells, int column) {
        return cells.stream()
                .map(row -> (BigDecimal) Objects.requireNonNull(row.get(column)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, BigDecimal> billed(Run run) {
        Map<String, BigDecimal> billed = new HashMap<>();
        for (RunTotal total : run.result().totals()) {
            billed.put(total.currency(), total.charged());
        }
        return billed;
    }
}
