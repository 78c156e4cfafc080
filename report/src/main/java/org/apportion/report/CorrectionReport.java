package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** The delta statement: what a month's run booked for closed months, per unit. */
final class CorrectionReport {
    private static final List<ReportColumn> BY_UNIT = List.of(
            ReportColumn.text("unit"),
            ReportColumn.text("of_month"),
            ReportColumn.text("service"),
            ReportColumn.text("cause"),
            ReportColumn.money("before"),
            ReportColumn.money("after"),
            ReportColumn.money("amount"),
            ReportColumn.text("currency"),
            ReportColumn.text("deliveries"));
    private static final List<ReportColumn> BY_CHARGE = List.of(
            ReportColumn.text("charge"),
            ReportColumn.text("unit"),
            ReportColumn.text("of_month"),
            ReportColumn.text("day"),
            ReportColumn.text("consumer"),
            ReportColumn.text("service"),
            ReportColumn.text("cause"),
            ReportColumn.money("before"),
            ReportColumn.money("after"),
            ReportColumn.money("amount"),
            ReportColumn.text("currency"),
            ReportColumn.text("deliveries"));

    private final ReportSession session;

    CorrectionReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(BillingMonth month, boolean byCharge) {
        LakeView view = session.of(session.requireRun(month));
        List<List<@Nullable Object>> rows = byCharge ? charges(view, month) : units(view, month);
        List<ReportColumn> columns = byCharge ? BY_CHARGE : BY_UNIT;
        Map<String, BigDecimal> totals = new TreeMap<>();
        int currency = columns.size() - 2;
        rows.forEach(row -> totals.merge(
                (String) Objects.requireNonNull(row.get(currency)),
                (BigDecimal) Objects.requireNonNull(row.get(currency - 1)),
                BigDecimal::add));
        List<String> notes = new ArrayList<>();
        totals.forEach((code, sum) -> notes.add("Total: " + SumTable.plain(sum) + " " + code + "."));
        if (rows.isEmpty()) {
            notes.add("The newest run of " + month + " booked no corrections of charges.");
        }
        notes.addAll(new PricedCorrectionReport(session).note(month));
        return new ReportTable("Corrections booked in " + month, columns, rows, List.of(), notes);
    }

    private List<List<@Nullable Object>> units(LakeView view, BillingMonth month) {
        Dialect dialect = session.dialect();
        String money = dialect.type(ColumnType.MONEY);
        return session.engine()
                .query(
                        "SELECT c.unit, c.unallocated, c.origin_month, g." + dialect.name("ServiceName") + ", c.cause,"
                                + " CAST(sum(c.amount_before) AS " + money + "), CAST(sum(c.amount_after) AS " + money
                                + "), CAST(sum(c.amount) AS " + money + "), g." + dialect.name("BillingCurrency")
                                + ", c.deliveries" + from(view, month)
                                + " GROUP BY 1, 2, 3, 4, 5, 9, 10 ORDER BY 1, 2, 3, 4, 5, 9, 10",
                        row -> Arrays.asList(
                                unit(row.text(0), row.text(1)),
                                row.text(2),
                                row.text(3),
                                row.text(4),
                                row.decimal(5),
                                row.decimal(6),
                                row.decimal(7),
                                row.text(8),
                                row.text(9)));
    }

    private List<List<@Nullable Object>> charges(LakeView view, BillingMonth month) {
        Dialect dialect = session.dialect();
        String text = dialect.type(ColumnType.STRING);
        return session.engine()
                .query(
                        "SELECT " + ChargeId.sql(dialect, "c") + ", c.unit, c.unallocated, c.origin_month,"
                                + " CAST(c.day AS " + text + "), c.consumer_kind || ':' || c.consumer, g."
                                + dialect.name("ServiceName")
                                + ", c.cause, c.amount_before, c.amount_after, c.amount, g."
                                + dialect.name("BillingCurrency") + ", c.deliveries" + from(view, month)
                                + " ORDER BY c.origin_month, c.day, 1, c.unit",
                        row -> Arrays.asList(
                                ChargeId.text(row.number(0)),
                                unit(row.text(1), row.text(2)),
                                row.text(3),
                                row.text(4),
                                row.text(5),
                                row.text(6),
                                row.text(7),
                                row.decimal(8),
                                row.decimal(9),
                                row.decimal(10),
                                row.text(11),
                                row.text(12)));
    }

    private static String from(LakeView view, BillingMonth month) {
        Months months = Months.of(month);
        return " FROM " + ReportSession.relation(view, Tables.CORRECTION, months) + " AS c JOIN "
                + ReportSession.relation(view, Tables.RECORD_GROUP, months)
                + " AS g ON g.record_group = c.record_group AND g.billing_month = c.billing_month";
    }

    private static String unit(@Nullable String unit, @Nullable String unallocated) {
        return unit == null ? "(" + unallocated + ")" : unit;
    }
}
