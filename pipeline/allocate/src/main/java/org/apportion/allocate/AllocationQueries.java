package org.apportion.allocate;

import java.util.List;
import java.util.SortedSet;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Spread;
import org.apportion.spi.Dialect;

/** What must be known before a plan can be made. */
public final class AllocationQueries {
    /** Seconds of 28 days: no record up to this length is longer than a month. */
    private static final int SHORTEST_MONTH = 2_419_200;

    private AllocationQueries() {}

    /**
     * The months, as 2026-10 in order, whose usage the records of a billing month look at: those that their charge
     * periods touch; of records longer than a month that of the start only, and of purchases, taxes and credits too unless some rule
     * cuts them into hours.
     *
     * @param cost rows of {@code cost_record}: text that may stand after {@code FROM}
     */
    public static String usageMonths(String cost, List<AllocationRule> rules, Dialect dialect) {
        Sql sql = new Sql(dialect);
        String isMonth = rules.stream().anyMatch(rule -> rule.spread() == Spread.HOURS)
                ? "FALSE"
                : "c." + sql.name("ChargeCategory") + " IN ('Purchase', 'Tax', 'Credit')";
        // Many records share their period: the calendar is asked of distinct ones.
        String periods =
                "SELECT DISTINCT c." + sql.name("ChargePeriodStart") + " AS a, c." + sql.name("ChargePeriodEnd")
                        + " AS z, " + isMonth + " AS one_month FROM " + cost
                        + " AS c";
        String from = dialect.secondOf("p.a");
        String to = dialect.secondOf("p.z");
        String oneMonth = "p.one_month OR " + to + " <= " + from + " OR (" + to + " - " + from + " > " + SHORTEST_MONTH
                + " AND " + to + " > " + dialect.secondOf("p.a + INTERVAL '1' MONTH") + ")";
        String last = "CASE WHEN " + oneMonth + " THEN " + day(from) + " ELSE " + day(to + " - 1") + " END";
        String days = "SELECT DISTINCT " + day(from) + " AS first, " + last + " AS last FROM (" + periods + ") AS p";
        return "SELECT DISTINCT " + month(sql, dialect, "CASE WHEN v.i = 0 THEN d.first ELSE d.last END")
                + " AS m FROM (" + days + ") AS d CROSS JOIN (VALUES (0), (1)) AS v(i) ORDER BY m";
    }

    /** Days since 1970-01-01: what is turned into text is at most a few hundred pairs, and not each record. */
    private static String day(String second) {
        return "fdiv(" + second + ", 86400)";
    }

    private static String month(Sql sql, Dialect dialect, String day) {
        return "substring(" + sql.asText(dialect.timestampOfHour("24 * (" + day + ")")) + ", 1, 7)";
    }

    /** Keys of resolved tags that rules read in conditions and owners, in order of name. */
    public static SortedSet<String> tagKeys(List<AllocationRule> rules) {
        return RuleBook.tagKeys(rules);
    }
}
