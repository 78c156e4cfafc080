package org.apportion.allocate;

import java.util.List;
import org.apportion.model.CostBasis;
import org.apportion.model.rule.AllocationRule;
import org.apportion.spi.Dialect;

/**
 * Queries that prove law 1 from what was written: sums of the charges against sums of the source decimals. They
 * read neither cells nor units nor shares of the plan, only its map from {@code x_GroupId} (and era) to record
 * group, so they belong into the session in which the plan ran.
 *
 * @param wrongGroups rows only where a group's sums differ, the largest difference first: record_group, billed,
 *     charged, difference (charged less billed)
 * @param summary one row: number of groups, of wrong groups, of records, sum of absolute differences
 * @param byRule rule id (null for none), rule version, currency, records, billed, charged
 * @param byCurrency currency, records, billed, charged
 */
public record Proofs(String wrongGroups, String summary, String byRule, String byCurrency) {

    /**
     * The queries for a plan that has run.
     *
     * @param rules those of the plan
     * @param cost the records of the plan
     * @param charges the written charges
     * @param recordGroups the written record groups; each text may stand after {@code FROM}
     */
    public static Proofs of(
            List<AllocationRule> rules,
            CostBasis basis,
            Dialect dialect,
            String cost,
            String charges,
            String recordGroups) {
        RuleBook book = new RuleBook(rules);
        Sql sql = new Sql(dialect);
        String era = book.eras().isEmpty() ? "" : " AND m.era = " + GroupSteps.eraOf(book, sql, "c");
        String billed = "SELECT m.record_group, count(*) AS records, sum(c." + sql.name(basis.column())
                + ") AS billed FROM " + cost + " AS c LEFT JOIN kernel_record_group AS m ON m.x_GroupId = c.x_GroupId"
                + era
                + " GROUP BY m.record_group";
        String charged = "SELECT record_group, sum(amount) AS charged FROM " + charges + " AS h GROUP BY record_group";
        String groups =
                "SELECT coalesce(b.record_group, h.record_group) AS record_group, coalesce(b.records, 0) AS records,"
                        + " coalesce(b.billed, 0) AS billed, coalesce(h.charged, 0) AS charged FROM (" + billed
                        + ") AS b FULL JOIN (" + charged + ") AS h ON h.record_group = b.record_group";
        String known = "SELECT p.*, g.record_group AS known, g.rule, g.rule_version, g." + sql.name("BillingCurrency")
                + " AS currency FROM (" + groups + ") AS p LEFT JOIN " + recordGroups
                + " AS g ON g.record_group = p.record_group";
        String wrong = "billed <> charged OR known IS NULL";
        String sums =
                "sum(records) AS records, sum(billed) AS billed, sum(charged) AS charged FROM (" + known + ") AS k";
        return new Proofs(
                "SELECT record_group, billed, charged, charged - billed AS difference FROM (" + known + ") AS k WHERE "
                        + wrong + " ORDER BY abs(charged - billed) DESC, record_group",
                "SELECT count(*) AS record_groups, count(CASE WHEN " + wrong
                        + " THEN 1 END) AS wrong, sum(records) AS records, sum(abs(charged - billed)) AS difference"
                        + " FROM ("
                        + known + ") AS k",
                "SELECT rule, rule_version, currency, " + sums
                        + " GROUP BY rule, rule_version, currency ORDER BY rule, rule_version, currency",
                "SELECT currency, " + sums + " GROUP BY currency ORDER BY currency");
    }
}
