package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;

/**
 * Tells usage that a reading has in the form of the other kind of metric: one number for a metric that is reported per dimension, or
 * a number per dimension for one that is not. Such usage is in no bill.
 */
public final class MetricKinds {
    private MetricKinds() {}

    /** @return a sentence for each metric whose usage is told in the other form; empty if that usage is zero */
    public static List<String> problems(List<UsageMetric> metrics, UsageReading reading) {
        List<String> problems = new ArrayList<>();
        for (UsageMetric metric : metrics) {
            boolean whole = isUsage(reading.metrics().get(metric.name()));
            boolean split = reading.dimensions().getOrDefault(metric.name(), Map.of()).values().stream()
                    .anyMatch(MetricKinds::isUsage);
            String kind = metric.reporting().name().toLowerCase(Locale.ROOT);
            if (metric.reporting() == ConsumptionReporting.PER_DIMENSION) {
                if (whole && !reading.dimensions().containsKey(metric.name())) {
                    problems.add("The product reported one number for '" + metric.name() + "', which is " + kind
                            + "; that is not billed.");
                }
            } else if (split && !whole) {
                problems.add("The product reported '" + metric.name() + "' per dimension, which is " + kind
                        + "; that is not billed.");
            }
        }
        return problems;
    }

    private static boolean isUsage(@Nullable BigDecimal value) {
        return value != null && value.signum() != 0;
    }
}
