package org.apportion.ingest;

import java.math.BigDecimal;

/**
 * What a replacement changed for one account and service in one currency; of usage for one consumer and resource in one
 * metric. Exact.
 *
 * @param account sub-account, or consumer; empty if the rows have none
 * @param service service, or resource; empty if the rows have none
 * @param measure currency, or metric
 * @param totalBefore sum of BilledCost, or of values
 */
public record Change(
        String account,
        String service,
        String measure,
        long recordsBefore,
        long recordsAfter,
        BigDecimal totalBefore,
        BigDecimal totalAfter) {

    /** Positive where it became more. */
    public BigDecimal difference() {
        return totalAfter.subtract(totalBefore);
    }
}
