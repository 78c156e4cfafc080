package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What late samples, or usage that was parked, change.
 *
 * @param more what is planned in addition, one of a dimension
 * @param parked usage that no dimension takes: new, or more than what waits
 * @param grown parked usage that was billed before and is more now
 * @param told what is not billed, as texts
 */
public record LateDecision(List<Addition> more, List<ParkedUsage> parked, List<Growth> grown, List<String> told) {

    /** A decision in which nothing that was parked and billed has grown. */
    public LateDecision(List<Addition> more, List<ParkedUsage> parked, List<String> told) {
        this(more, parked, List.of(), told);
    }

    /**
     * Parked usage that was billed, and what its bill grows by.
     *
     * @param before as it is in the journal
     * @param usage all of it
     */
    public record Growth(ParkedUsage before, BigDecimal usage, Addition more) {}

    /**
     * A further charge of a dimension.
     *
     * @param quantity above zero
     * @param allocations tag to share of {@code quantity}, summing to it; empty where the product does not tell
     */
    public record Addition(
            String dimension, BigDecimal quantity, Map<String, BigDecimal> allocations, ChargeEvidence evidence) {
        public Addition {
            allocations = Map.copyOf(allocations);
        }
    }

    public LateDecision {
        more = List.copyOf(more);
        parked = List.copyOf(parked);
        grown = List.copyOf(grown);
        told = List.copyOf(told);
    }
}
