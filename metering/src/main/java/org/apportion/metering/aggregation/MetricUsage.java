package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The usage of one metric in one period.
 *
 * @param measured what the samples aggregate to
 * @param billable {@code measured} after the minimum consumption
 * @param perDimension where the product reports per dimension itself: dimension to usage; else empty
 * @param samples how many samples were counted, those that fill gaps included
 * @param coverage of the metric's own samples
 * @param rule how {@code billable} came about, in words
 */
public record MetricUsage(
        String metric,
        BigDecimal measured,
        BigDecimal billable,
        Map<String, BigDecimal> perDimension,
        int samples,
        Coverage coverage,
        String rule) {
    public MetricUsage {
        perDimension = Map.copyOf(perDimension);
    }
}
