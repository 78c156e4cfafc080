package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A usage sample: what a principal used of a resource in one hour.
 *
 * @param hour start of the hour, UTC
 * @param value at most nine decimals, never negative
 * @param slice slice of its delivery; equal keys of different slices are summed by whoever splits
 */
public record UsageRow(String metric, String resource, Instant hour, String consumer, BigDecimal value, String slice) {
    public UsageRow {
        if (value.signum() < 0 || value.stripTrailingZeros().scale() > 9) {
            throw new IllegalArgumentException("a usage value has up to nine decimals and no minus: " + value);
        }
        if (hour.getEpochSecond() % 3600 != 0 || hour.getNano() != 0) {
            throw new IllegalArgumentException("a sample belongs to a whole hour, not to " + hour);
        }
    }

    public static UsageRow of(String metric, String resource, String hour, String consumer, String value) {
        return new UsageRow(metric, resource, Instant.parse(hour), consumer, new BigDecimal(value), "usage");
    }
}
