package org.apportion.model.rule;

import java.util.List;
import org.apportion.model.Validity;

/**
 * Says who pays for the records that meet a condition. Rules are tried in order; the first that matches and is valid at the
 * record's {@code ChargePeriodStart} takes it.
 *
 * @param version counted up by the author with each change of meaning, from 1
 * @param conditionText the condition as written, for explanations
 * @param place file, line and column of the rule, for messages
 */
public record AllocationRule(
        String id,
        int version,
        String description,
        Validity validity,
        String conditionText,
        Condition condition,
        Spread spread,
        List<Part> parts,
        String place) {
    public AllocationRule {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("rule " + id + " has no part");
        }
        if (parts.stream().allMatch(part -> part.weight().signum() == 0)) {
            throw new IllegalArgumentException("rule " + id + " has no part with a weight above zero");
        }
    }

    /** Whether the rule needs the result of the other rules: a tier by allocated cost. */
    public boolean isSecondPass() {
        return parts.stream().flatMap(part -> part.tiers().stream()).anyMatch(Tier.ByAllocatedCost.class::isInstance);
    }
}
