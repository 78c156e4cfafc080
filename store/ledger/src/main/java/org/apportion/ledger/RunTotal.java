package org.apportion.ledger;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The sums of a run in one currency; exact, not rounded.
 *
 * @param billed sum of the records' cost in the chosen cost basis
 * @param charged sum of all charges; equal to {@code billed} or the run would not be committed
 * @param unallocated part of {@code charged} that reached no organization unit, by reason
 */
public record RunTotal(String currency, BigDecimal billed, BigDecimal charged, Map<String, BigDecimal> unallocated) {
    public RunTotal {
        unallocated = Map.copyOf(unallocated);
    }
}
