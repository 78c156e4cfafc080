package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.util.Set;
import org.apportion.model.metering.MeteringPeriod;

/**
 * Usage of a closed period that no dimension took. It is no part of the period's charges until a changed configuration has a
 * dimension for it.
 *
 * @param dimension as the product reported it; empty unless it reports per dimension
 * @param error the text that tells it
 * @param settled whether it is planned, or given up by a person
 * @param chargeIds the charges as which it was planned; empty before, and of what was given up
 */
public record ParkedUsage(
        MeteringPeriod period,
        String metric,
        String dimension,
        BigDecimal usage,
        String error,
        boolean settled,
        Set<String> chargeIds) {
    public ParkedUsage {
        chargeIds = Set.copyOf(chargeIds);
    }

    /** Usage that is not billed yet. */
    public static ParkedUsage waiting(
            MeteringPeriod period, String metric, String dimension, BigDecimal usage, String error) {
        return new ParkedUsage(period, metric, dimension, usage, error, false, Set.of());
    }

    /** The same with another quantity. */
    public ParkedUsage withUsage(BigDecimal other) {
        return new ParkedUsage(period, metric, dimension, other, error, settled, chargeIds);
    }

    /** Whether a person gave it up. */
    public boolean waived() {
        return settled && chargeIds.isEmpty();
    }

    /** Whether it is the same metric and reported dimension. */
    public boolean isOf(String otherMetric, String otherDimension) {
        return metric.equals(otherMetric) && dimension.equals(otherDimension);
    }
}
