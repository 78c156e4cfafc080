package org.apportion.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.allocate.AllocationPlan;
import org.apportion.allocate.PlanOptions;
import org.apportion.allocate.PlanStep;
import org.apportion.allocate.SplitChanges;
import org.apportion.allocate.SplitChanges.Days;
import org.apportion.allocate.SplitChanges.Difference;
import org.apportion.allocate.TouchedCharges;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Splits again only what is touched by what has changed since an earlier run, and keeps that run's other charges. Used between
 * the first steps of a plan, which find groups and usage, and the others, which split.
 */
final class PartialSplit {
    private static final String EXPONENT = "exponent of ";

    private final Engine engine;
    private final Dialect dialect;
    private final Configuration configuration;
    private final BillingMonth month;
    private final LakeView view;
    private final EarlierSplit earlier;
    private final List<String> causes = new ArrayList<>();
    private long touched;
    private long groups;

    PartialSplit(Engine engine, Configuration configuration, BillingMonth month, LakeView view, EarlierSplit earlier) {
        this.engine = engine;
        this.dialect = engine.dialect();
        this.configuration = configuration;
        this.month = month;
        this.view = view;
        this.earlier = earlier;
    }

    /**
     * Finds what is touched.
     *
     * @param exponents of this run, as its facts
     * @return false if everything must be split: large usage is counted in other steps than before
     */
    boolean find(String cost, String tags, List<String> usageMonths, Map<String, String> exponents) {
        Map<String, String> then = earlier.run().result().facts();
        boolean same = exponents.entrySet().stream()
                .allMatch(exponent -> then.getOrDefault(exponent.getKey(), exponent.getValue())
                        .equals(exponent.getValue()));
        if (!same) {
            return false;
        }
        for (PlanStep step : TouchedCharges.steps(
                configuration.rules(), configuration.costBasis(), dialect, changes(cost, tags, usageMonths))) {
            engine.execute(step.sql());
        }
        groups = count("kernel_group");
        touched = count("(SELECT DISTINCT x_GroupId FROM " + TouchedCharges.TABLE + ") AS t");
        engine.forEach(
                "SELECT cause, count(DISTINCT x_GroupId), min(first_day), max(last_day) FROM " + TouchedCharges.TABLE
                        + " GROUP BY cause ORDER BY cause",
                row -> causes.add(row.text(0) + " of " + Counted.of(row.number(1), "group")
                        + stretch(new Days(Objects.requireNonNull(row.date(2)), Objects.requireNonNull(row.date(3))))));
        return true;
    }

    static Map<String, String> exponents(Engine engine, AllocationPlan plan) {
        Map<String, String> exponents = new TreeMap<>();
        if (!plan.scales().isEmpty()) {
            engine.forEach(plan.scales(), row -> exponents.put(EXPONENT + row.text(0), Long.toString(row.number(1))));
        }
        return exponents;
    }

    private SplitChanges changes(String cost, String tags, List<String> usageMonths) {
        SplitState now = SplitState.of(configuration, month);
        String ofMonth = " AS g WHERE " + dialect.name("x_BillingMonth") + " = " + dialect.text(month.toString());
        return new SplitChanges(
                cost,
                files(Tables.COST_RECORD, MonthRun.ofMonth(month)),
                files(Tables.USAGE_SAMPLE, FileFilter.ALL.in("x_UsageMonth", usageMonths)),
                new Difference(tags, earlier.written(Tables.RESOLVED_TAG)),
                "(SELECT * FROM " + earlier.written(Tables.RECORD_GROUP) + ofMonth + ")",
                now.changedRules(earlier.state(), configuration.rules()),
                now.changedDays(earlier.state()));
    }

    /** Files never change, so what is in both views is the same. */
    private Optional<Difference> files(TableSchema table, FileFilter filter) {
        List<Path> now = new ArrayList<>(view.files(table, filter));
        List<Path> then = new ArrayList<>(earlier.view().files(table, filter));
        List<Path> both = now.stream().filter(then::contains).toList();
        now.removeAll(both);
        then.removeAll(both);
        return now.isEmpty() && then.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Difference(dialect.parquet(now, table.columns()), dialect.parquet(then, table.columns())));
    }

    private long count(String from) {
        return engine.query("SELECT count(*) FROM " + from, row -> row.number(0))
                .get(0);
    }

    private static String stretch(Days days) {
        if (days.first().equals(Days.EVER.first()) || days.last().equals(Days.EVER.last())) {
            return "";
        }
        return days.first().equals(days.last())
                ? " on " + days.first()
                : " from " + days.first() + " to " + days.last();
    }

    boolean isEmpty() {
        return touched == 0;
    }

    PlanOptions options(PlanOptions whole, String cost) {
        return whole.keeping(new PlanOptions.Kept(TouchedCharges.records(dialect, cost), kept(), true));
    }

    private String kept() {
        return TouchedCharges.charges(earlier.written(Tables.CHARGE), earlier.written(Tables.RECORD_GROUP), false);
    }

    /** Rows of {@code charge}: those split now and those kept, in the order of a whole split. */
    String charges(AllocationPlan plan) {
        String columns = Tables.CHARGE.columnNames().stream().map(dialect::name).collect(Collectors.joining(", "));
        String order = " ORDER BY " + String.join(", ", Tables.CHARGE.sort());
        String kept = "SELECT " + columns + " FROM " + kept() + " AS k";
        if (isEmpty()) {
            return kept + order;
        }
        return "SELECT " + columns + " FROM (SELECT " + columns + " FROM "
                + TouchedCharges.charges("(" + plan.charges() + ")", "kernel_group", true) + " AS n UNION ALL " + kept
                + ") AS a" + order;
    }

    /** What was split and why, for people. */
    String sentence() {
        return isEmpty()
                ? "Nothing that splits costs has changed: all charges are kept from run "
                        + earlier.run().id() + "."
                : "Split again: " + touched + " of " + Counted.of(groups, "record group") + " ("
                        + String.join("; ", causes) + "). The other charges are kept from run "
                        + earlier.run().id() + ".";
    }
}
