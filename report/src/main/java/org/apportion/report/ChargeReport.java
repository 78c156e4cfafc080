package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apportion.lake.LakeView;
import org.apportion.model.table.ColumnType;
import org.apportion.report.Ranking.Row;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** Lists single charges with the ids by which they are explained. */
final class ChargeReport {
    private static final List<ReportColumn> COLUMNS = List.of(
            ReportColumn.text("charge"),
            ReportColumn.text("unit"),
            ReportColumn.text("day"),
            ReportColumn.text("consumer"),
            ReportColumn.text("service"),
            ReportColumn.text("resource"),
            ReportColumn.text("rule"),
            ReportColumn.text("method"),
            ReportColumn.text("reason"),
            ReportColumn.money("amount"),
            ReportColumn.text("currency"));

    private final ReportSession session;

    ChargeReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(ChargeQuery query) {
        List<String> notes = new ArrayList<>(session.remarks(query.months()));
        LakeView view = session.current();
        CostReport costs = new CostReport(session);
        List<Row> totals = costs.costs(
                view, query.months(), costs.ofCharges(view, query.months()).where(query.where()));
        List<List<@Nullable Object>> rows = new ArrayList<>(
                largest(view, query, costs.ofCharges(view, query.months()).where(query.where())));
        Map<List<@Nullable String>, BigDecimal> sums = Ranking.totals(totals);
        for (Row total : totals) {
            String currency = total.measure().get(0);
            List<List<@Nullable Object>> shown = rows.stream()
                    .filter(row -> Objects.equals(row.get(COLUMNS.size() - 1), currency))
                    .toList();
            long hidden = total.count() - shown.size();
            if (hidden > 0) {
                BigDecimal sum = shown.stream()
                        .map(row -> (BigDecimal) Objects.requireNonNull(row.get(COLUMNS.size() - 2)))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                rows.add(line("other (" + hidden + ")", total.amount().subtract(sum), currency));
            }
        }
        if (sums.size() > 1) {
            sums.forEach((measure, sum) -> notes.add("Total: " + SumTable.plain(sum) + " " + measure.get(0) + "."));
        }
        if (rows.isEmpty()) {
            notes.add("No charges fit.");
        }
        List<@Nullable Object> total = sums.size() == 1
                ? line("total", totals.get(0).amount(), totals.get(0).measure().get(0))
                : List.of();
        return new ReportTable("Charges of " + query.months(), COLUMNS, rows, total, notes);
    }

    private static List<@Nullable Object> line(String name, BigDecimal amount, @Nullable String currency) {
        List<@Nullable Object> cells = new ArrayList<>(Collections.nCopies(COLUMNS.size(), null));
        cells.set(0, name);
        cells.set(COLUMNS.size() - 2, amount);
        cells.set(COLUMNS.size() - 1, currency);
        return cells;
    }

    private List<List<@Nullable Object>> largest(LakeView view, ChargeQuery query, Question question) {
        Dialect dialect = session.dialect();
        String select = "SELECT " + ChargeId.sql(dialect, "c") + " AS id, c.unit, CAST(c.day AS "
                + dialect.type(ColumnType.STRING) + ") AS day, c.consumer_kind || ':' || c.consumer AS consumer, c."
                + dialect.name("ServiceName") + ", c." + dialect.name("ResourceId")
                + ", c.rule, c.method, c.unallocated, c.amount, c." + dialect.name("BillingCurrency") + " FROM "
                + session.charges(view, query.months()) + " AS c" + question.joinsAndConditions()
                + " ORDER BY abs(c.amount) DESC, c.record_group, c.day, c.part, c.tier, c.consumer_kind, c.consumer LIMIT "
                + query.limit();
        return session.engine()
                .query(
                        select,
                        row -> Arrays.asList(
                                ChargeId.text(row.number(0)),
                                row.text(1),
                                row.text(2),
                                row.text(3),
                                row.text(4),
                                row.text(5),
                                row.text(6),
                                row.text(7),
                                row.text(8),
                                row.decimal(9),
                                row.text(10)));
    }
}
