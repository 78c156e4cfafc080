package org.apportion.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * Which charges of a day are shared by more than their day, so that each day that the bill or the usage grows by shares them anew:
 * credits, taxes and purchases that no rule cuts into hours, what a rule splits by other allocated cost or among all who were there in
 * the month, and records of several days in the shape of their usage. What an earlier tier of the part took is not among them; what a
 * later one took is, since it goes back as soon as one of the month finds somebody. Single usage records longer than a month are not told
 * from others.
 */
final class SharesOfMonth {
    private static final int DAY = 86_400;

    private SharesOfMonth() {}

    /**
     * A condition over owned charges {@code c}. Of a rule that is no more, only those that followed other allocated cost.
     *
     * @param months whose record groups and records may have these charges
     */
    static String sql(ReportSession session, LakeView view, Months months) {
        Dialect dialect = session.dialect();
        List<AllocationRule> rules = session.configuration().rules();
        List<String> conditions = new ArrayList<>();
        conditions.add("c.method = 'allocated'");
        Set<String> byHour = new TreeSet<>();
        rules.stream().filter(rule -> rule.spread() == Spread.HOURS).forEach(rule -> byHour.add(rule.id()));
        conditions.add("(c." + dialect.name("ChargeCategory") + " IN ('Purchase', 'Tax', 'Credit')"
                + (byHour.isEmpty() ? "" : " AND coalesce(c.rule, '') NOT IN " + texts(byHour, dialect)) + ")");
        List<String> spans = new ArrayList<>();
        Set<String> spanning = new TreeSet<>();
        for (AllocationRule rule : rules) {
            for (int i = 0; i < rule.parts().size(); i++) {
                Part part = rule.parts().get(i);
                String from = "(c.rule = " + dialect.text(rule.id()) + " AND c.rule_version = " + rule.version()
                        + " AND c.part = " + i + " AND c.tier >= ";
                int ofMonth = firstOfMonth(part);
                if (ofMonth < part.tiers().size()) {
                    conditions.add(from + ofMonth + ")");
                }
                if (rule.spread() == Spread.USAGE
                        && part.firstByUsage() < part.tiers().size()) {
                    spans.add(from + part.firstByUsage() + ")");
                    spanning.add(rule.id());
                }
            }
        }
        if (!spans.isEmpty()) {
            conditions.add("((" + String.join(" OR ", spans) + ") AND c.record_group IN ("
                    + ofSeveralDays(texts(spanning, dialect), view, months, dialect) + "))");
        }
        return "(" + String.join(" OR ", conditions) + ")";
    }

    private static int firstOfMonth(Part part) {
        int tier = 0;
        while (tier < part.tiers().size() && !isOfMonth(part.tiers().get(tier))) {
            tier++;
        }
        return tier;
    }

    private static boolean isOfMonth(Tier tier) {
        return tier instanceof Tier.ByAllocatedCost
                || tier instanceof Tier.Even even && even.window() == Tier.Window.MONTH;
    }

    /** Groups of these rules that have a record of more than one day. */
    private static String ofSeveralDays(String rules, LakeView view, Months months, Dialect dialect) {
        String group = dialect.name("x_GroupId");
        String start = dialect.secondOf("r." + dialect.name("ChargePeriodStart"));
        String end = dialect.secondOf("r." + dialect.name("ChargePeriodEnd"));
        return "SELECT DISTINCT g.record_group FROM " + ReportSession.relation(view, Tables.RECORD_GROUP, months)
                + " AS g JOIN " + view.relation(Tables.COST_RECORD, FileFilter.ALL.in("x_BillingMonth", months.texts()))
                + " AS r ON r." + group + " = g." + group + " WHERE g.rule IN " + rules + " AND " + end + " - " + start
                + " + " + start + " % " + DAY + " > " + DAY;
    }

    private static String texts(Collection<String> words, Dialect dialect) {
        return words.stream().map(dialect::text).collect(Collectors.joining(", ", "(", ")"));
    }
}
