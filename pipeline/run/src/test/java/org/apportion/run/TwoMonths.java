package org.apportion.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.period.Periods;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The small company with a second month: November has Kafka for 8.00 EUR on the 1st, used by alice alone. October is run and may
 * be closed.
 */
final class TwoMonths {
    static final BillingMonth OCTOBER = SmallCompany.OCTOBER;
    static final BillingMonth NOVEMBER = BillingMonth.of(2026, 11);
    static final BillingMonth DECEMBER = BillingMonth.of(2026, 12);

    final SmallCompany company;

    private TwoMonths(SmallCompany company) {
        this.company = company;
    }

    static TwoMonths in(Path folder) {
        SmallCompany company = SmallCompany.in(folder);
        company.configure("mapping: focus", "mapping: focus\n    slicing: file");
        company.write("bills/november.csv", bill("2026-11", "8.00"), 1_000);
        company.write(
                "usage/november.csv",
                "hour,resource,consumer,metric,value,unit\n2026-11-01T00:00:00Z,events,alice,bytes,1,GB\n",
                1_000);
        company.configure("path: usage/*.csv", "path: usage/*.csv\n    slicing: file");
        company.clock.advance(Duration.ofDays(90));
        return new TwoMonths(company);
    }

    /** A bill of one Kafka hour on the first of a month. */
    static String bill(String month, String kafka) {
        return SmallCompany.bill(List.of(
                SmallCompany.row("EUR", month + "-01T00", month + "-01T01", "Usage", "Kafka", "events", kafka, "")
                        .replace("2026-10-01T00:00:00Z,2026-11-01T00:00:00Z", month + "-01T00:00:00Z," + end(month))));
    }

    private static String end(String month) {
        return BillingMonth.parse(month).endDay() + "T00:00:00Z";
    }

    void october(String kafka, long modified) {
        company.write("bills/october.csv", SmallCompany.bill(kafka), modified);
    }

    void imports() {
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
        }
    }

    MonthResult run(BillingMonth month) {
        return run(month, RunStep.Watch.NONE);
    }

    MonthResult run(BillingMonth month, RunStep.Watch watch) {
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
            return new MonthRun(workspace, SmallCompany.settings(false), Progress.NONE, watch).run(month);
        }
    }

    ClosingReport close(BillingMonth month) {
        try (Workspace workspace = company.open()) {
            return books(workspace).close(month);
        }
    }

    ClosingReport check(BillingMonth month) {
        try (Workspace workspace = company.open()) {
            return books(workspace).check(month);
        }
    }

    static PeriodBooks books(Workspace workspace) {
        return new PeriodBooks(workspace, new PeriodBooks.Settings("tester", "currency = EUR", Duration.ofSeconds(30)));
    }

    /** Corrections booked in a month: {@code origin unit consumer before -> after cause}, sorted. */
    List<String> corrections(BillingMonth booking) {
        try (Workspace workspace = company.open()) {
            return workspace
                    .engine()
                    .query(
                            "SELECT origin_month, unit, consumer_kind || ':' || consumer, amount_before, amount_after,"
                                    + " cause, unallocated FROM "
                                    + workspace.lake().current().relation(Tables.CORRECTION)
                                    + " AS c WHERE billing_month = '" + booking + "' ORDER BY day, 3, 2, 4",
                            row -> row.text(0) + " " + (row.text(1) == null ? row.text(6) : row.text(1)) + " "
                                    + row.text(2) + " " + plain(row.decimal(3)) + " -> " + plain(row.decimal(4)) + " "
                                    + row.text(5));
        }
    }

    /** Sum of a month's own charges and all corrections of it, per unit and currency, as booked. */
    Map<String, BigDecimal> booked(BillingMonth month) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (Workspace workspace = company.open()) {
            workspace
                    .engine()
                    .forEach(
                            "SELECT c.consumer, c.day, c.unit, g.\"BillingCurrency\", sum(c.amount) FROM "
                                    + workspace.lake().current().relation(Tables.CORRECTION) + " AS c JOIN "
                                    + workspace.lake().current().relation(Tables.RECORD_GROUP)
                                    + " AS g USING (record_group, billing_month) WHERE c.origin_month = '" + month
                                    + "' GROUP BY ALL",
                            row -> sums.merge(
                                    row.text(0) + " " + row.date(1) + " " + row.text(2) + " " + row.text(3),
                                    Objects.requireNonNull(row.decimal(4)),
                                    BigDecimal::add));
        }
        return sums;
    }

    /** What each unit pays for what in a month: closed charges with the closed owners and all corrections, or today's charges. */
    Map<String, BigDecimal> owned(BillingMonth month) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (Workspace workspace = company.open()) {
            boolean closed = workspace.ledger().read(tx -> new Periods(tx).isClosed(month));
            OwnedCharges owners = workspace
                    .ledger()
                    .read(tx -> OwnedCharges.load(
                            workspace.engine(),
                            closed
                                    ? new Periods(tx).organization(month)
                                    : workspace.configuration().organization(),
                            closed
                                    ? new Periods(tx).directory(month)
                                    : workspace.configuration().directory()));
            Map<String, Long> frozen = workspace
                    .ledger()
                    .read(tx -> closed
                            ? new Periods(tx).snapshots(month)
                            : tx.snapshots().current());
            LakeView view = workspace.lake().at(frozen);
            LakeView now = workspace.lake().current();
            FileFilter ofMonth = FileFilter.ALL.is("billing_month", month.toString());
            String own =
                    owners.select(view.relation(Tables.CHARGE, ofMonth), view.relation(Tables.RECORD_GROUP, ofMonth));
            String corrections = "SELECT * FROM ("
                    + owners.corrections(
                            now.relation(Tables.CORRECTION), now.relation(Tables.RECORD_GROUP), owners.levels())
                    + ") AS x WHERE \"x_BillingMonth\" = '" + month + "'";
            workspace
                    .engine()
                    .forEach(
                            "SELECT coalesce(unit, unallocated), \"ServiceName\", consumer, day, \"BillingCurrency\", sum(amount) FROM ("
                                    + own + " UNION ALL " + corrections + ") AS a GROUP BY ALL HAVING sum(amount) <> 0",
                            row -> sums.put(
                                    row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + row.date(3) + " "
                                            + row.text(4),
                                    Objects.requireNonNull(row.decimal(5))));
        }
        return sums;
    }

    /** What each unit is asked for by price in a month, corrections in later months included. */
    Map<String, BigDecimal> asked(BillingMonth month) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (Workspace workspace = company.open()) {
            workspace
                    .engine()
                    .forEach(
                            "SELECT unit, service, currency, sum(amount) FROM "
                                    + workspace.lake().current().relation(Tables.PRICE_LINE)
                                    + " AS l WHERE (billing_month = '" + month
                                    + "' AND kind <> 'correction') OR (kind ="
                                    + " 'correction' AND strftime(from_day, '%Y-%m') = '" + month
                                    + "') GROUP BY ALL HAVING sum(amount) <> 0",
                            row -> sums.put(
                                    row.text(0) + " " + row.text(1) + " " + row.text(2),
                                    Objects.requireNonNull(row.decimal(3))));
        }
        return sums;
    }

    static String plain(@Nullable BigDecimal amount) {
        return amount == null || amount.signum() == 0
                ? "0"
                : amount.stripTrailingZeros().toPlainString();
    }

    /** Price lines of a month: kind, unit, service, cost, amount. */
    List<String> priceLines(BillingMonth month) {
        try (Workspace workspace = company.open()) {
            return workspace
                    .engine()
                    .query(
                            "SELECT kind, unit, service, cost, amount, currency FROM "
                                    + workspace.lake().current().relation(Tables.PRICE_LINE)
                                    + " AS l WHERE billing_month = '" + month + "' ORDER BY line",
                            row -> row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + plain(row.decimal(3))
                                    + " " + plain(row.decimal(4)) + " " + row.text(5));
        }
    }
}
