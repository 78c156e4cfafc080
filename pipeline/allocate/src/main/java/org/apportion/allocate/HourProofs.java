package org.apportion.allocate;

import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/**
 * Queries that prove from what was written that the stored hours of each charge are that charge: they add up to it, less what the
 * split booked on the day as a whole. A group whose records were all cut into hours has no such rest. A charge that is zero has
 * no row; its hours may be there and add up to nothing. They belong into the session in which the plan ran.
 *
 * @param wrongCharges rows only for charges that differ, in order: record_group, day, consumer, charged, of hours, rest
 * @param summary one row: number of charges, of wrong ones, of stored hours, of hours that no day has
 */
public record HourProofs(String wrongCharges, String summary) {
    private static final List<String> KEY = List.of("record_group", "day", "part", "tier", "consumer_kind", "consumer");

    /**
     * The queries for a plan that kept hours and has run.
     *
     * @param rules those of the plan
     * @param charges the written charges
     * @param hours the written hours; each text may stand after {@code FROM}
     */
    public static HourProofs of(List<AllocationRule> rules, Dialect dialect, String charges, String hours) {
        RuleBook book = new RuleBook(rules);
        Sql sql = new Sql(dialect);
        String key = String.join(", ", KEY);
        String none = sql.asBigint("0");
        String nothing = "CAST(0 AS " + dialect.type(ColumnType.MONEY) + ")";
        String all = "SELECT " + key + ", amount AS charged, " + nothing + " AS hourly, " + nothing + " AS rest, "
                + none
                + " AS rows, " + none + " AS strange FROM " + charges + " AS c UNION ALL SELECT " + key + ", " + nothing
                + ", amount, " + nothing + ", " + sql.asBigint("1") + ", "
                + sql.asBigint("CASE WHEN hour BETWEEN 0 AND 23 THEN 0 ELSE 1 END") + " FROM " + hours
                + " AS h UNION ALL SELECT " + key + ", " + nothing + ", " + nothing + ", rest, " + none + ", " + none
                + " FROM (" + rests(book, sql) + ") AS r";
        String sums = "SELECT " + key + ", sum(charged) AS charged, sum(hourly) AS hourly, sum(rest) AS rest,"
                + " sum(rows) AS rows, sum(strange) AS strange FROM (" + all + ") AS a GROUP BY " + key;
        String wrong = "charged <> hourly + rest";
        return new HourProofs(
                "SELECT record_group, day, consumer, charged, hourly, rest FROM (" + sums + ") AS s WHERE " + wrong
                        + " ORDER BY "
                        + KEY.stream().map(column -> "s." + column).collect(Collectors.joining(", ")),
                "SELECT count(CASE WHEN charged <> 0 THEN 1 END), count(CASE WHEN " + wrong
                        + " THEN 1 END), coalesce(" + sql.asBigint("sum(rows)") + ", 0), coalesce("
                        + sql.asBigint("sum(strange)") + ", 0) FROM (" + sums + ") AS s");
    }

    /** What the split booked on whole days, only of groups that have other cells than hours. */
    private static String rests(RuleBook book, Sql sql) {
        return "SELECT g.record_group, " + sql.dateOfDay("s.day")
                + " AS day, t.part, t.tier, p.kind AS consumer_kind, p.name AS consumer, money_big(s.u, s.r) AS rest FROM "
                + AllocationPlan.shares(book.laterPasses(), ShareSteps.HOURS)
                + " AS s JOIN kernel_chain AS t ON t.ch = s.ch JOIN kernel_group AS g ON g.g = t.g JOIN kernel_consumer"
                + " AS p ON p.c = s.c WHERE s.h IS NULL AND g.g IN (SELECT g FROM kernel_cell WHERE kind <> "
                + CellSteps.HOUR + ")";
    }
}
