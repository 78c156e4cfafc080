package org.apportion.model.metering;

import java.math.BigDecimal;
import java.util.List;

/**
 * One number that the product reports, and how it is billed.
 *
 * @param subPeriod used by {@link UsageAggregation#UNIQUE_MAXIMUM} only: hourly or daily
 * @param minimumConsumption zero: none
 * @param bands in the order of the file
 */
public record UsageMetric(
        String name,
        UsageAggregation aggregation,
        BillingInterval subPeriod,
        ConsumptionReporting reporting,
        BigDecimal minimumConsumption,
        List<DimensionBand> bands) {
    public UsageMetric {
        bands = List.copyOf(bands);
    }
}
