package org.apportion.allocate;

import java.util.List;
import java.util.SortedSet;
import org.apportion.model.rule.AllocationRule;
import org.apportion.spi.Dialect;

/** What must be known before a plan can be made. */
public final class AllocationQueries {
    private AllocationQueries() {}

    /**
     * The months, as 2026-10 in order, whose usage the records of a billing month look at: those that their charge
     * periods touch; of purchases, taxes, credits and records longer than a month that of the start only.
     *
     * @param cost rows of {@code cost_record}: text that may stand after {@code FROM}
     */
    public static String usageMonths(String cost, Dialect dialect) {
        Sql sql = new Sql(dialect);
        String start = "c." + sql.name("ChargePeriodStart");
        String end = "c." + sql.name("ChargePeriodEnd");
        String oneMonth = "c." + sql.name("ChargeCategory") + " IN ('Purchase', 'Tax', 'Credit') OR "
                + dialect.secondOf(end) + " <= " + dialect.secondOf(start) + " OR " + dialect.secondOf(end) + " > "
                + dialect.secondOf(start + " + INTERVAL '1' MONTH");
        String last = "CASE WHEN " + oneMonth + " THEN " + start + " ELSE " + end + " - INTERVAL '1' SECOND END";
        String rows = "SELECT DISTINCT " + month(sql, start) + " AS first, " + month(sql, last) + " AS last FROM "
                + cost + " AS c";
        return "SELECT DISTINCT m FROM (SELECT first AS m FROM (" + rows + ") AS a UNION ALL SELECT last FROM (" + rows
                + ") AS b) AS m ORDER BY m";
    }

    private static String month(Sql sql, String timestamp) {
        return "substring(" + sql.asText(timestamp) + ", 1, 7)";
    }

    /** Keys of resolved tags that rules read in conditions and owners, in order of name. */
    public static SortedSet<String> tagKeys(List<AllocationRule> rules) {
        return RuleBook.tagKeys(rules);
    }
}
