package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A heartbeat that is due.
 *
 * @param slot its number, counted from the product's anchor; a slot is sent at most once per dimension
 * @param periodEnd end of the running period, exclusive: the hour that ends there belongs to the period's charge
 * @param totals the period's running totals by dimension, for marketplaces whose records replace each other; else empty: zero
 */
public record Heartbeat(long slot, List<String> dimensions, Instant periodEnd, Map<String, BigDecimal> totals) {
    public Heartbeat {
        dimensions = List.copyOf(dimensions);
        totals = Map.copyOf(totals);
    }

    public Heartbeat(long slot, List<String> dimensions, Instant periodEnd) {
        this(slot, dimensions, periodEnd, Map.of());
    }

    BigDecimal quantity(String dimension) {
        return totals.getOrDefault(dimension, BigDecimal.ZERO);
    }
}
