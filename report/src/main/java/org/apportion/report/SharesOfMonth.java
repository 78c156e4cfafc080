package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.spi.Dialect;

/**
 * Which charges of a day are shared by the whole month, so that each day that the bill or the usage grows by shares them anew: credits,
 * taxes and purchases that no rule cuts into hours, and what a rule splits by other allocated cost or among all who were there in the month.
 */
final class SharesOfMonth {
    private SharesOfMonth() {}

    /** A condition over owned charges {@code c}. Of a rule that is no more, only those that followed other allocated cost. */
    static String sql(List<AllocationRule> rules, Dialect dialect) {
        List<String> conditions = new ArrayList<>();
        conditions.add("c.method = 'allocated'");
        String byHour = rules.stream()
                .filter(rule -> rule.spread() == Spread.HOURS)
                .map(rule -> dialect.text(rule.id()))
                .distinct()
                .collect(Collectors.joining(", "));
        conditions.add("(c." + dialect.name("ChargeCategory") + " IN ('Purchase', 'Tax', 'Credit')"
                + (byHour.isEmpty() ? "" : " AND coalesce(c.rule, '') NOT IN (" + byHour + ")") + ")");
        for (AllocationRule rule : rules) {
            for (int part = 0; part < rule.parts().size(); part++) {
                if (isOfMonth(rule.parts().get(part))) {
                    conditions.add("(c.rule = " + dialect.text(rule.id()) + " AND c.rule_version = " + rule.version()
                            + " AND c.part = " + part + ")");
                }
            }
        }
        return "(" + String.join(" OR ", conditions) + ")";
    }

    private static boolean isOfMonth(Part part) {
        return part.tiers().stream()
                .anyMatch(tier -> tier instanceof Tier.ByAllocatedCost
                        || tier instanceof Tier.Even even && even.window() == Tier.Window.MONTH);
    }
}
