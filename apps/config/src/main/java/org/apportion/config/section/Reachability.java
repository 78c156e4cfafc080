package org.apportion.config.section;

import java.util.List;
import java.util.Map;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.model.Validity;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;

/** Finds rules that no record can reach, since an earlier one takes all that they would. */
record Reachability(Problems problems) {
    void warn(List<AllocationRule> rules, Map<String, Place> places) {
        for (int later = 1; later < rules.size(); later++) {
            AllocationRule rule = rules.get(later);
            rules.subList(0, later).stream()
                    .filter(earlier -> hides(earlier, rule))
                    .findFirst()
                    .ifPresent(earlier -> problems.warn(
                            ConfigError.CONFIG_RULE_UNREACHABLE,
                            places.getOrDefault(rule.id(), Place.DEFAULT),
                            "The rule '" + rule.id() + "' is never used: '" + earlier.id() + "' (" + earlier.place()
                                    + ") takes all its records.",
                            "Move it up, narrow the earlier rule, or remove it."));
        }
    }

    private static boolean hides(AllocationRule earlier, AllocationRule later) {
        return covers(earlier.validity(), later.validity())
                && (earlier.condition() instanceof Condition.Always
                        || earlier.condition().equals(later.condition()));
    }

    private static boolean covers(Validity outer, Validity inner) {
        boolean fromStart =
                outer.from() == null || (inner.from() != null && !inner.from().isBefore(outer.from()));
        boolean toEnd = outer.to() == null || (inner.to() != null && !inner.to().isAfter(outer.to()));
        return fromStart && toEnd;
    }
}
