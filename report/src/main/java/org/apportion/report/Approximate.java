package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.spi.Dialect;

/**
 * Which charges are approximate: their rule would have split the cost by usage, but such a tier found nobody, so that a later tier
 * or the resource took it. An owner after an owner, or another basis of other allocated cost, is no approximation.
 */
final class Approximate {
    static final String YES = "yes";
    static final String NO = "no";

    private Approximate() {}

    /** {@link #YES} or {@link #NO} over owned charges {@code c}; rules that are no longer configured count as exact. */
    static String sql(List<AllocationRule> rules, Dialect dialect) {
        List<String> later = new ArrayList<>();
        for (AllocationRule rule : rules) {
            for (int part = 0; part < rule.parts().size(); part++) {
                int first = firstMeasured(rule.parts().get(part));
                if (first < rule.parts().get(part).tiers().size()) {
                    later.add("(c.rule = " + dialect.text(rule.id()) + " AND c.rule_version = " + rule.version()
                            + " AND c.part = " + part + " AND c.tier > " + first + ")");
                }
            }
        }
        return later.isEmpty()
                ? "'" + NO + "'"
                : "CASE WHEN " + String.join(" OR ", later) + " THEN '" + YES + "' ELSE '" + NO + "' END";
    }

    /** Position of the first tier that asks what was used; the number of tiers if there is none. */
    static int firstMeasured(Part part) {
        int tier = 0;
        while (tier < part.tiers().size()
                && !CellWindow.isUsageTier(part.tiers().get(tier))) {
            tier++;
        }
        return tier;
    }
}
