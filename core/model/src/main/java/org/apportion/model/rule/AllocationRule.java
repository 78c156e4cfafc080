package org.apportion.model.rule;

import java.util.List;
import java.util.Optional;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;

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
    /** What the ids of rules begin with that are shared-cost pools. */
    public static final String POOL = "pool/";

    public AllocationRule {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("rule " + id + " has no part");
        }
        if (parts.stream().allMatch(part -> part.weight().signum() == 0)) {
            throw new IllegalArgumentException("rule " + id + " has no part with a weight above zero");
        }
    }

    /** The name of the shared-cost pool that the rule is; empty if it is none. */
    public Optional<String> pool() {
        return poolOf(id);
    }

    /**
     * The name of the pool that a rule is, by the rule's id.
     *
     * @param rule null if no rule took a record
     */
    public static Optional<String> poolOf(@Nullable String rule) {
        return rule == null || !rule.startsWith(POOL) ? Optional.empty() : Optional.of(rule.substring(POOL.length()));
    }

    /** Whether the rule needs the result of the other rules: a tier by allocated cost. */
    public boolean isSecondPass() {
        return parts.stream().flatMap(part -> part.tiers().stream()).anyMatch(Tier.ByAllocatedCost.class::isInstance);
    }
}
