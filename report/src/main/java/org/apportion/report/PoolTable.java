package org.apportion.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apportion.lake.LakeView;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** Sums the shared-cost pools of a month: what each took, and whom it found. */
final class PoolTable {
    private final ReportSession session;
    private final List<String> order;

    PoolTable(ReportSession session) {
        this.session = session;
        this.order =
                session.configuration().rules().stream().map(AllocationRule::id).toList();
    }

    /** In the order in which they are tried now; pools that are no longer configured last. */
    ReportTable of(LakeView view, Months months) {
        Dialect dialect = session.dialect();
        String money = dialect.type(ColumnType.MONEY);
        String select = "SELECT g.rule, g." + dialect.name("BillingCurrency") + ", CAST(sum(c.amount) AS " + money
                + "), CAST(sum(CASE WHEN c.reason IS NULL THEN 0 ELSE c.amount END) AS " + money
                + "), count(DISTINCT CASE WHEN c.reason IS NULL THEN c.consumer_kind || ':' || c.consumer END) FROM "
                + ReportSession.relation(view, Tables.RECORD_GROUP, months) + " AS g JOIN "
                + ReportSession.relation(view, Tables.CHARGE, months)
                + " AS c ON c.record_group = g.record_group WHERE substring(g.rule, 1, " + AllocationRule.POOL.length()
                + ") = " + dialect.text(AllocationRule.POOL) + " GROUP BY 1, 2 ORDER BY 2, 1";
        List<List<@Nullable Object>> rows = session
                .engine()
                .query(
                        select,
                        row -> Arrays.<@Nullable Object>asList(
                                row.text(0), row.number(4), row.decimal(2), row.decimal(3), row.text(1)))
                .stream()
                .sorted(Comparator.comparingInt(row -> place(Objects.toString(row.get(0)))))
                .map(PoolTable::named)
                .toList();
        return new ReportTable(
                "Shared-cost pools",
                List.of(
                        ReportColumn.text("pool"),
                        ReportColumn.number("consumers"),
                        ReportColumn.money("amount"),
                        ReportColumn.money("nobody"),
                        ReportColumn.text("currency")),
                rows,
                List.of(),
                List.of());
    }

    private int place(String rule) {
        int place = order.indexOf(rule);
        return place < 0 ? order.size() : place;
    }

    private static List<@Nullable Object> named(List<@Nullable Object> row) {
        String rule = Objects.toString(row.get(0));
        List<@Nullable Object> named = Arrays.asList(row.toArray());
        named.set(0, AllocationRule.poolOf(rule).orElse(rule));
        return named;
    }
}
