package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What late samples change.
 *
 * @param more dimension to what is planned in addition, above zero
 * @param evidence for each of them
 * @param parked usage that no dimension takes: new, or more than what waits
 * @param told what is not billed, as texts
 */
public record LateDecision(
        Map<String, BigDecimal> more,
        Map<String, ChargeEvidence> evidence,
        List<ParkedUsage> parked,
        List<String> told) {
    public LateDecision {
        more = new LinkedHashMap<>(more);
        evidence = Map.copyOf(evidence);
        parked = List.copyOf(parked);
        told = List.copyOf(told);
    }
}
