package org.apportion.model.metering;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * One line of a call to a marketplace: a planned charge, or a heartbeat with quantity zero. Frozen when planned: a second
 * attempt sends the same key, quantity and timestamp.
 *
 * @param key unique per charge or heartbeat slot; at most 64 characters; sent as the marketplace's own idempotency key where
 *     it has one
 * @param timestamp the instant that the marketplace is told, chosen inside its window and, where it counts one record per
 *     hour, alone in its hour
 * @param quantity in the unit of the listing's dimension, not negative
 * @param allocations tag to share of {@code quantity}, summing to it; empty where the product does not tell
 */
public record MeterRecord(
        String key, String dimension, BigDecimal quantity, Instant timestamp, Map<String, BigDecimal> allocations) {
    public MeterRecord {
        if (quantity.signum() < 0) {
            throw new IllegalArgumentException("A metered quantity is not negative: " + quantity + ".");
        }
        allocations = Map.copyOf(allocations);
    }
}
