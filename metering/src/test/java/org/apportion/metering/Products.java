package org.apportion.metering;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.ArchiveRetention;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;

/** Small products for tests. */
public final class Products {
    private Products() {}

    public static UsageMetric metric(
            String name, UsageAggregation aggregation, ConsumptionReporting reporting, DimensionBand... bands) {
        return metric(name, aggregation, reporting, 0, bands);
    }

    public static UsageMetric metric(
            String name,
            UsageAggregation aggregation,
            ConsumptionReporting reporting,
            long minimum,
            DimensionBand... bands) {
        return new UsageMetric(
                name, aggregation, BillingInterval.HOURLY, reporting, BigDecimal.valueOf(minimum), List.of(bands));
    }

    /** A band; a negative bound is absent. */
    public static DimensionBand band(String dimension, long min, long max) {
        return new DimensionBand(
                dimension,
                Optional.of(BigDecimal.valueOf(min)).filter(bound -> bound.signum() >= 0),
                Optional.of(BigDecimal.valueOf(max)).filter(bound -> bound.signum() >= 0),
                false);
    }

    public static ProductListing daily(MeteringModes modes, SamplePolicy policy, UsageMetric... metrics) {
        return of(
                new BillingCycle(BillingInterval.DAILY, List.of(), Optional.empty(), 0),
                new ReportingCycle(Duration.ofHours(1), Optional.empty(), false),
                modes,
                policy,
                metrics);
    }

    public static ProductListing of(
            BillingCycle billing,
            ReportingCycle reporting,
            MeteringModes modes,
            SamplePolicy policy,
            UsageMetric... metrics) {
        return new ProductListing(
                "shop",
                "code-1",
                List.of(""),
                billing,
                reporting,
                List.of(metrics),
                PluginChoice.of("local"),
                Optional.of(PluginChoice.of("http")),
                PluginChoice.of("local"),
                policy,
                new ArchiveRetention(6, 1_048_576),
                modes);
    }

    public static UsageReading reading(String at, String metric, String value) {
        return reading(at, Map.of(metric, new BigDecimal(value)));
    }

    public static UsageReading reading(String at, Map<String, BigDecimal> metrics) {
        return new UsageReading(Instant.parse(at), metrics, Map.of(), Optional.empty());
    }
}
