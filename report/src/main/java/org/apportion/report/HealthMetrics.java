package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunState;
import org.apportion.ledger.RunTotal;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;
import org.apportion.spi.Dialect;

/** How Apportion itself fares: runs, rows, how far the data reaches, what reached nobody, and that nothing is missing. */
final class HealthMetrics {
    /** A row of the whole month, such as support, is there from its first day on and says nothing of the days that follow. */
    private static final int DAY_SECONDS = 86_400;

    private static final int RUNS = 100;
    private static final int RATIO_DIGITS = 9;

    private final ReportSession session;

    HealthMetrics(ReportSession session) {
        this.session = session;
    }

    /** @param newest the run whose month is told; empty before the first */
    List<MetricFamily> families(Optional<Run> newest, String version) {
        List<MetricFamily> families = new ArrayList<>();
        families.add(MetricFamily.of(
                "apportion_build_info",
                "Version of Apportion; always 1.",
                List.of("version"),
                List.of(MetricSample.of(List.of(version), 1))));
        families.add(MetricFamily.of(
                "apportion_runs_failed",
                "Runs that failed since the last one that was committed, of the newest " + RUNS + ".",
                List.of(),
                List.of(MetricSample.of(List.of(), failed()))));
        families.add(outdated());
        newest.ifPresent(run -> {
            families.addAll(ofRun(run));
            families.addAll(ofMoney(run));
        });
        return families;
    }

    private long failed() {
        long failed = 0;
        for (Run run : session.ledger().read(transaction -> transaction.runs().latest(RUNS))) {
            if (run.state() == RunState.COMMITTED) {
                return failed;
            }
            failed += run.state() == RunState.FAILED ? 1 : 0;
        }
        return failed;
    }

    /** A month whose bill came or changed after its run: days at its end come late, when most people run the next month. */
    private MetricFamily outdated() {
        LakeView now = session.current();
        List<MetricSample> samples = new ArrayList<>();
        for (String month : now.values(Tables.COST_RECORD, "x_BillingMonth")) {
            BillingMonth bill = BillingMonth.parse(month);
            if (session.books().closed(bill).isEmpty()) {
                FileFilter filter = FileFilter.ALL.is("x_BillingMonth", month);
                boolean isRun = session.committedMonths().contains(bill)
                        && isSame(session.of(session.requireRun(bill)), now, filter);
                samples.add(MetricSample.of(List.of(month), isRun ? 0 : 1));
            }
        }
        return MetricFamily.of(
                "apportion_month_outdated",
                "1 if an open month's bill came or changed after its last run: run it again.",
                List.of("billing_month"),
                samples);
    }

    /** Compaction writes other files with the same records. */
    private boolean isSame(LakeView then, LakeView now, FileFilter filter) {
        return then.files(Tables.COST_RECORD, filter).equals(now.files(Tables.COST_RECORD, filter))
                || digest(then, filter).equals(digest(now, filter));
    }

    private List<String> digest(LakeView view, FileFilter filter) {
        String id = "CAST(r." + name("x_RecordId") + " AS DECIMAL(38,0))";
        return session.engine()
                .query(
                        "SELECT count(*), sum(" + id + "), sum(r." + name("BilledCost") + ") FROM "
                                + view.relation(Tables.COST_RECORD, filter) + " AS r",
                        row -> row.number(0) + " " + row.decimal(1) + " " + row.decimal(2));
    }

    private List<MetricFamily> ofRun(Run run) {
        List<String> labels = List.of("billing_month");
        List<String> month = List.of(run.start().month().toString());
        Instant finished =
                Objects.requireNonNullElse(run.finished(), run.start().started());
        LakeView view = session.of(run);
        Months months = Months.of(run.start().month());
        String cost = records(view, run);
        return List.of(
                new MetricFamily(
                        "apportion_last_success_timestamp_seconds",
                        "When the run was committed whose month is told here.",
                        "seconds",
                        labels,
                        List.of(MetricSample.of(month, finished.getEpochSecond()))),
                new MetricFamily(
                        "apportion_last_success_duration_seconds",
                        "How long that run took.",
                        "seconds",
                        labels,
                        List.of(MetricSample.of(
                                month,
                                BigDecimal.valueOf(
                                        run.duration().orElse(Duration.ZERO).toMillis(), 3)))),
                MetricFamily.of(
                        "apportion_run_rows",
                        "Rows that run read and wrote, by table of the lake.",
                        List.of("table"),
                        List.of(
                                rows("cost_record", cost),
                                rows(Tables.RECORD_GROUP, view, months),
                                rows(Tables.CHARGE, view, months),
                                rows(Tables.PRICE_LINE, view, months))),
                new MetricFamily(
                        "apportion_data_end_timestamp_seconds",
                        "End of the newest charge period of each source, of periods over a day that of their first day; time()"
                                + " minus this is the lag.",
                        "seconds",
                        List.of("source"),
                        session.engine()
                                .query(
                                        "SELECT r." + name("x_Source") + ", max(least("
                                                + session.dialect().secondOf("r." + name("ChargePeriodEnd")) + ", "
                                                + session.dialect().secondOf("r." + name("ChargePeriodStart")) + " + "
                                                + DAY_SECONDS + ")) FROM " + cost + " AS r GROUP BY 1 ORDER BY 1",
                                        row -> MetricSample.of(
                                                List.of(Objects.requireNonNullElse(row.text(0), "")), row.number(1)))));
    }

    private MetricSample rows(TableSchema table, LakeView view, Months months) {
        return rows(table.name(), ReportSession.relation(view, table, months));
    }

    private MetricSample rows(String table, String relation) {
        return session.engine()
                .query(
                        "SELECT count(*) FROM " + relation + " AS c",
                        row -> MetricSample.of(List.of(table), row.number(0)))
                .get(0);
    }

    private List<MetricFamily> ofMoney(Run run) {
        List<MetricSample> ratios = new ArrayList<>();
        List<MetricSample> reasons = new ArrayList<>();
        for (RunTotal total : run.result().totals()) {
            BigDecimal sum = total.unallocated().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            if (total.charged().signum() != 0) {
                ratios.add(MetricSample.of(
                        List.of(total.currency()), sum.divide(total.charged(), RATIO_DIGITS, RoundingMode.HALF_EVEN)));
            }
            new TreeMap<>(total.unallocated())
                    .forEach((reason, amount) ->
                            reasons.add(MetricSample.of(List.of(total.currency(), reason), amount)));
        }
        List<MetricFamily> families = new ArrayList<>(List.of(
                MetricFamily.of(
                        "apportion_unallocated_ratio",
                        "Share of the charges that reached no organization unit, 0 to 1.",
                        List.of("currency"),
                        ratios),
                MetricFamily.of(
                        "apportion_unallocated_cost",
                        "Charges that reached no organization unit, by reason.",
                        List.of("currency", "reason"),
                        reasons)));
        String basis = "cost-basis";
        boolean sameBasis = Objects.equals(
                run.start().fingerprints().get(basis),
                session.configuration().fingerprints().get(basis));
        if (sameBasis) {
            families.addAll(reconciliation(run));
        }
        return families;
    }

    /** Left out if the cost basis was changed since the run, as another cost would be compared. */
    private List<MetricFamily> reconciliation(Run run) {
        LakeView view = session.of(run);
        Months months = Months.of(run.start().month());
        String column = session.configuration().costBasis() == CostBasis.BILLED ? "BilledCost" : "EffectiveCost";
        Map<List<String>, BigDecimal> billed = sums("SELECT r." + name("x_Source") + ", r." + name("BillingCurrency")
                + ", sum(r." + name(column) + ") FROM " + records(view, run) + " AS r GROUP BY 1, 2");
        Map<List<String>, BigDecimal> charged = sums("SELECT g." + name("x_Source") + ", g." + name("BillingCurrency")
                + ", CAST(sum(c.amount) AS " + session.dialect().type(ColumnType.MONEY) + ") FROM "
                + ReportSession.relation(view, Tables.CHARGE, months) + " AS c JOIN "
                + ReportSession.relation(view, Tables.RECORD_GROUP, months)
                + " AS g ON g.record_group = c.record_group GROUP BY 1, 2");
        List<MetricSample> bills = new ArrayList<>();
        List<MetricSample> charges = new ArrayList<>();
        List<MetricSample> differences = new ArrayList<>();
        billed.keySet().forEach(key -> charged.putIfAbsent(key, BigDecimal.ZERO));
        charged.forEach((key, amount) -> {
            BigDecimal bill = billed.getOrDefault(key, BigDecimal.ZERO);
            bills.add(MetricSample.of(key, bill));
            charges.add(MetricSample.of(key, amount));
            differences.add(MetricSample.of(key, bill.subtract(amount)));
        });
        List<String> labels = List.of("source", "currency");
        return List.of(
                MetricFamily.of("apportion_billed_cost", "Sum of the cost records that run read.", labels, bills),
                MetricFamily.of("apportion_charged_cost", "Sum of the charges it made of them.", labels, charges),
                MetricFamily.of(
                        "apportion_billed_minus_charged",
                        "Billed less charged cost. Always 0, or something is broken.",
                        labels,
                        differences));
    }

    private Map<List<String>, BigDecimal> sums(String select) {
        Map<List<String>, BigDecimal> sums =
                new TreeMap<>((a, b) -> String.join("\n", a).compareTo(String.join("\n", b)));
        session.engine()
                .forEach(
                        select,
                        row -> sums.put(
                                List.of(
                                        Objects.requireNonNullElse(row.text(0), ""),
                                        Objects.requireNonNullElse(row.text(1), "")),
                                Objects.requireNonNullElse(row.decimal(2), BigDecimal.ZERO)));
        return sums;
    }

    private String records(LakeView view, Run run) {
        return view.relation(
                Tables.COST_RECORD,
                FileFilter.ALL.is("x_BillingMonth", run.start().month().toString()));
    }

    private String name(String column) {
        Dialect dialect = session.dialect();
        return dialect.name(column);
    }
}
