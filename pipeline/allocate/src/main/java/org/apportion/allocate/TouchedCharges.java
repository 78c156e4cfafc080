package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.RuleBook.Place;
import org.apportion.allocate.SplitChanges.Days;
import org.apportion.allocate.SplitChanges.Difference;
import org.apportion.model.CostBasis;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Window;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/**
 * Tells which charges of an earlier result of a month may be others now, as record groups ({@code x_GroupId}) with days. A charge of
 * an untouched group or day follows from the same records, samples, tags, subjects and rule as then, so it may be kept; never is
 * one kept that would be another. Some that turn out the same are touched, too:
 *
 * <ul>
 *   <li>a changed sample touches its day; all days of groups that look at whole months: purchases, taxes, credits, records of more
 *       than 28 days, even shares by month, and rules with {@code spread: usage};
 *   <li>a changed tag or rule touches all days of the groups that have it;
 *   <li>another subject in the directory touches all groups that ask the directory, on the days concerned;
 *   <li>whatever touches the first pass touches all rules by allocated cost.
 * </ul>
 *
 * <p>The steps run after the first {@link AllocationPlan#prepared} steps of a plan, in the same session.
 */
public final class TouchedCharges {
    /** Table of the session: x_GroupId, first_day, last_day (both included), cause. */
    public static final String TABLE = "touched_charge";

    private static final String FIRST_PASS = "touched_first";
    private static final String USAGE = "touched_usage";

    /** Seconds of 28 days: no record up to this length is longer than a month. */
    private static final int SHORTEST_MONTH = 2_419_200;

    private final RuleBook book;
    private final Sql sql;
    private final CostBasis basis;
    private final SplitChanges changes;

    private TouchedCharges(RuleBook book, Sql sql, CostBasis basis, SplitChanges changes) {
        this.book = book;
        this.sql = sql;
        this.basis = basis;
        this.changes = changes;
    }

    /** Statements that leave {@link #TABLE} behind. */
    public static List<PlanStep> steps(
            List<AllocationRule> rules, CostBasis basis, Dialect dialect, SplitChanges changes) {
        return new TouchedCharges(new RuleBook(rules), new Sql(dialect), basis, changes).steps();
    }

    /** The records that touched charges follow from, and perhaps others; text that may stand after {@code FROM}. */
    public static String records(Dialect dialect, String cost) {
        String start = "CAST(c." + dialect.name("ChargePeriodStart") + " AS " + dialect.type(ColumnType.DATE) + ")";
        String end = "CAST(c." + dialect.name("ChargePeriodEnd") + " AS " + dialect.type(ColumnType.DATE) + ")";
        return "(SELECT c.* FROM " + cost + " AS c WHERE EXISTS (SELECT 1 FROM " + TABLE
                + " AS t WHERE t.x_GroupId = c.x_GroupId AND " + start + " <= t.last_day AND greatest(" + start + ", "
                + end + ") >= t.first_day))";
    }

    /**
     * Of charges those that are touched, or those that are not; text that may stand after {@code FROM}.
     *
     * @param groups relation with record_group and x_GroupId of these charges
     */
    public static String charges(String charges, String groups, boolean touched) {
        return "(SELECT k.* FROM " + charges + " AS k JOIN " + groups
                + " AS g ON g.record_group = k.record_group WHERE "
                + (touched ? "" : "NOT ") + touches("g.x_GroupId", "k.day") + ")";
    }

    /** Whether charges of a group on a day (a DATE) are touched. */
    static String touches(String group, String day) {
        return "EXISTS (SELECT 1 FROM " + TABLE + " AS d WHERE d.x_GroupId = " + group + " AND " + day
                + " BETWEEN d.first_day AND d.last_day)";
    }

    private List<PlanStep> steps() {
        List<PlanStep> steps = new ArrayList<>();
        List<String> selects = new ArrayList<>(List.of(groups()));
        changes.records().ifPresent(records -> selects.add(records(records)));
        selects.addAll(rules());
        if (!book.tagColumns().isEmpty()) {
            selects.add(tags(changes.tags()));
        }
        if (!changes.ownerDays().isEmpty() && book.hasDaily()) {
            selects.add(owners());
        }
        if (changes.samples().isPresent() && book.hasUsage()) {
            steps.add(build(USAGE, samples(changes.samples().get()), "metrics, resources and days of changed usage"));
            selects.addAll(usage());
        }
        String first = "SELECT DISTINCT x_GroupId, first_day, last_day, cause FROM (" + Sql.union(selects) + ") AS a";
        if (book.hasSecondPass()) {
            steps.add(build(FIRST_PASS, first, "groups and days whose charges may have changed"));
            steps.add(build(TABLE, withSecondPass(), "and those that follow from them"));
        } else {
            steps.add(build(TABLE, first, "groups and days whose charges may have changed"));
        }
        return steps;
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String row(String group, String first, String last, String cause) {
        return "SELECT " + group + " AS x_GroupId, " + first + " AS first_day, " + last + " AS last_day, "
                + sql.text(cause) + " AS cause";
    }

    private String ever(String group, String cause) {
        return row(group, date(Days.EVER, true), date(Days.EVER, false), cause);
    }

    private String date(Days days, boolean first) {
        return sql.dialect().date(first ? days.first() : days.last());
    }

    private static String difference(List<String> columns, Difference between) {
        String key = String.join(", ", columns);
        return "SELECT " + key + " FROM (SELECT " + key + ", 1 AS side FROM " + between.now()
                + " AS n UNION ALL SELECT "
                + key + ", -1 AS side FROM " + between.then() + " AS t) AS b GROUP BY " + key
                + " HAVING sum(side) <> 0";
    }

    /** New groups, groups that are no more, and groups that another rule takes. */
    private String groups() {
        return ever("x_GroupId", "rules") + " FROM ("
                + difference(
                        List.of("x_GroupId", "record_group"), new Difference("kernel_group", changes.formerGroups()))
                + ") AS d";
    }

    private String records(Difference records) {
        String start = "d." + sql.name("ChargePeriodStart");
        String end = "d." + sql.name("ChargePeriodEnd");
        String date = sql.dialect().type(ColumnType.DATE);
        String first = Sql.cast(start, date);
        String last = "greatest(" + first + ", " + Sql.cast(end + " - INTERVAL '1' SECOND", date) + ")";
        List<String> columns = List.of(
                "x_GroupId", sql.name("ChargePeriodStart"), sql.name("ChargePeriodEnd"), sql.name(basis.column()));
        return row("d.x_GroupId", first, last, "records") + " FROM (" + difference(columns, records) + ") AS d";
    }

    private List<String> rules() {
        return changes.changedRules().isEmpty()
                ? List.of()
                : List.of(ever("g.x_GroupId", "rules") + " FROM kernel_group AS g WHERE g.rule IN ("
                        + Sql.list(changes.changedRules().stream()
                                .sorted()
                                .map(String::valueOf)
                                .toList())
                        + ")");
    }

    private String tags(Difference tags) {
        String keys = book.tagColumns().keySet().stream().map(sql::text).collect(Collectors.joining(", "));
        String named = " WHERE " + sql.name("key") + " IN (" + keys + "))";
        Difference read = new Difference(
                "(SELECT * FROM " + tags.now() + " AS x" + named, "(SELECT * FROM " + tags.then() + " AS x" + named);
        return ever("g.x_GroupId", "tags")
                + " FROM kernel_group AS g WHERE g.x_TagContext IN (SELECT tag_context FROM ("
                + difference(List.of("tag_context", sql.name("key"), sql.name("value")), read) + ") AS d)";
    }

    /** A span cell is owned on its first day and booked on others. */
    private String owners() {
        Set<Integer> asking = new TreeSet<>();
        book.tiers(Tier.Direct.class).stream()
                .filter(place -> RuleBook.isDaily((Tier.Direct) place.value()))
                .forEach(place -> asking.add(place.rule()));
        List<String> rows = new ArrayList<>();
        for (int rule : asking) {
            boolean spans = book.isSpanning(book.rules().get(rule));
            for (Days days : spans ? List.of(Days.EVER) : changes.ownerDays()) {
                rows.add(rule + ", " + date(days, true) + ", " + date(days, false));
            }
        }
        String date = sql.dialect().type(ColumnType.DATE);
        return row("g.x_GroupId", "d.first_day", "d.last_day", "directory") + " FROM kernel_group AS g JOIN "
                + Sql.values(
                        "d",
                        List.of("rule", "first_day", "last_day"),
                        List.of(sql.dialect().type(ColumnType.INT), date, date),
                        rows)
                + " ON d.rule = g.rule";
    }

    private String samples(Difference samples) {
        List<String> columns = List.of("metric", "resource", sql.name("hour"), "consumer", sql.name("value"));
        return "SELECT DISTINCT metric, resource, "
                + Sql.cast("d." + sql.name("hour"), sql.dialect().type(ColumnType.DATE)) + " AS day FROM ("
                + difference(columns, samples) + ") AS d";
    }

    /** One select per column by which rules find samples, and one for fixed resources. */
    private List<String> usage() {
        Set<String> columns = new TreeSet<>();
        for (Place place : book.usageTiers()) {
            if (UsageSpec.key(place.value()) instanceof Tier.UsageKey.ColumnKey key) {
                columns.add(key.column());
            }
        }
        List<String> selects = new ArrayList<>();
        for (String column : columns) {
            List<String> rows = book.usageTiers().stream()
                    .filter(place -> UsageSpec.key(place.value()) instanceof Tier.UsageKey.ColumnKey key
                            && key.column().equals(column))
                    .flatMap(place -> looks(place, "NULL").stream())
                    .toList();
            selects.add(usage(rows, "g." + sql.name(ConditionSql.groupColumn(column))));
        }
        List<String> fixed = new ArrayList<>();
        for (Place place : book.usageTiers()) {
            if (UsageSpec.key(place.value()) instanceof Tier.UsageKey.FixedKey key) {
                fixed.addAll(looks(place, sql.text(key.resource())));
            }
        }
        if (!fixed.isEmpty()) {
            selects.add(usage(fixed, "d.resource"));
        }
        return selects;
    }

    /** Rule, metric (null for any), resource (null if a column tells), and whether whole months are looked at. */
    private List<String> looks(Place place, String resource) {
        UsageSpec spec = UsageSpec.of(place.value());
        AllocationRule rule = book.rules().get(place.rule());
        String tail = ", " + resource + ", " + (spec.window() == Window.MONTH || book.isSpanning(rule) ? 1 : 0);
        return spec.isAnyMetric()
                ? List.of(place.rule() + ", NULL" + tail)
                : spec.metrics().stream()
                        .map(metric -> place.rule() + ", " + sql.text(metric) + tail)
                        .toList();
    }

    private String usage(List<String> rows, String resource) {
        String integer = sql.dialect().type(ColumnType.INT);
        String text = sql.dialect().type(ColumnType.STRING);
        String seconds = sql.dialect().secondOf("c." + sql.name("ChargePeriodEnd")) + " - "
                + sql.dialect().secondOf("c." + sql.name("ChargePeriodStart"));
        String whole = "d.is_whole = 1 OR l.x_GroupId IS NOT NULL OR g." + sql.name("ChargeCategory")
                + " IN ('Purchase', 'Tax', 'Credit')";
        return row(
                        "g.x_GroupId",
                        "CASE WHEN " + whole + " THEN " + date(Days.EVER, true) + " ELSE u.day END",
                        "CASE WHEN " + whole + " THEN " + date(Days.EVER, false) + " ELSE u.day END",
                        "usage")
                + " FROM kernel_group AS g JOIN "
                + Sql.values(
                        "d",
                        List.of("rule", "metric", "resource", "is_whole"),
                        List.of(integer, text, text, integer),
                        rows)
                + " ON d.rule = g.rule JOIN " + USAGE + " AS u ON u.resource = " + resource
                + " AND (d.metric IS NULL OR d.metric = u.metric) LEFT JOIN (SELECT DISTINCT c.x_GroupId FROM "
                + changes.cost() + " AS c WHERE " + seconds + " NOT BETWEEN 1 AND " + SHORTEST_MONTH
                + ") AS l ON l.x_GroupId = g.x_GroupId";
    }

    private String withSecondPass() {
        String rules = IntStream.range(0, book.rules().size())
                .filter(rule -> book.rules().get(rule).isSecondPass())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        return "SELECT * FROM " + FIRST_PASS + " UNION ALL " + ever("g.x_GroupId", "other charges")
                + " FROM kernel_group AS g WHERE g.rule IN (" + rules + ") AND EXISTS (SELECT 1 FROM " + FIRST_PASS
                + ")";
    }
}
