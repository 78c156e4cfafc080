package org.apportion.benchmark;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.model.metering.ArchiveRetention;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;

/** A product with ten metrics, each with a dimension of its own, billed by the hour. */
final class MeteredShop {
    static final int DIMENSIONS = 10;
    private static final Duration SAMPLING = Duration.ofMinutes(5);
    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEXT_YEAR = Instant.parse("2027-01-01T00:00:00Z");

    static final ProductListing LISTING = listing(UsageAggregation.MAXIMUM);

    private MeteredShop() {}

    private static ProductListing listing(UsageAggregation aggregation) {
        List<UsageMetric> metrics = new ArrayList<>();
        for (int i = 0; i < DIMENSIONS; i++) {
            metrics.add(new UsageMetric(
                    "metric-" + i,
                    aggregation,
                    BillingInterval.HOURLY,
                    ConsumptionReporting.VOLUME,
                    BigDecimal.ZERO,
                    List.of(new DimensionBand("dimension-" + i, Optional.empty(), Optional.empty(), false))));
        }
        return new ProductListing(
                "shop",
                "code-1",
                List.of(""),
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(SAMPLING, Optional.empty(), false),
                metrics,
                PluginChoice.of("local"),
                Optional.of(PluginChoice.of("http")),
                PluginChoice.of("local"),
                SamplePolicy.STANDARD,
                new ArchiveRetention(6, 1 << 20),
                MeteringModes.DOCUMENTED);
    }

    /** A year of samples of five minutes. */
    static List<JournalSample> year() {
        List<JournalSample> samples = new ArrayList<>();
        for (Instant at = YEAR; at.isBefore(NEXT_YEAR); at = at.plus(SAMPLING)) {
            samples.add(new JournalSample(reading(at), 0, false, Long.toHexString(at.getEpochSecond()), at));
        }
        return samples;
    }

    /** What a year's samples come to, all ten metrics averaged. */
    static PeriodPlan aggregated(List<JournalSample> year) {
        return PeriodPlan.of(
                listing(UsageAggregation.AVERAGE),
                new MeteredProduct(LISTING.name(), "customer"),
                new MeteringPeriod(YEAR, NEXT_YEAR),
                year,
                Optional.empty(),
                0,
                false);
    }

    private static UsageReading reading(Instant at) {
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        for (int i = 0; i < DIMENSIONS; i++) {
            metrics.put("metric-" + i, BigDecimal.valueOf(i + 1L));
        }
        return new UsageReading(at, metrics, Map.of(), Optional.empty());
    }

    /** A product that always answers at once. */
    record Usage(InstantSource clock) implements ProductUsage {
        @Override
        public UsageReading read() {
            return reading(clock.instant());
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
