package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apportion.metering.Products;
import org.apportion.metering.local.LocalError;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;

/** A company whose periods are hours and whose product is asked each 20 minutes. */
final class HourlyTicks {
    static final Duration QUERY = Duration.ofMinutes(20);
    static final String START = "2027-01-01T10:00:00Z";
    static final UsageMetric USERS =
            metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1));

    private HourlyTicks() {}

    static ProductListing hourly(MeteringModes modes, SamplePolicy policy, int trial, UsageMetric... metrics) {
        return Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), trial),
                new ReportingCycle(QUERY, Optional.empty(), false),
                modes,
                policy,
                metrics);
    }

    static Company company(Path folder, ProductListing listing) {
        return company(folder, listing, Company.rules(), Faults.none());
    }

    static Company company(Path folder, ProductListing listing, MarketplaceRules rules, Faults faults) {
        return new Company(folder, listing, START, rules, faults).using(says(Map.of("users", BigDecimal.valueOf(3))));
    }

    static Function<Instant, UsageReading> says(Map<String, BigDecimal> metrics) {
        return at -> new UsageReading(at, metrics, Map.of(), Optional.empty());
    }

    static Function<Instant, UsageReading> dead() {
        return at -> {
            throw new ApportionException(
                    LocalError.METER_USAGE_UNREAD,
                    "",
                    "Error making the request to http://x/: ConnectException.",
                    "Check it.");
        };
    }

    static List<String> billed(Company company) {
        return company.marketplace.billed().stream()
                .map(StrictMarketplace.Billed::record)
                .map(record -> record.dimension() + "=" + record.quantity().toPlainString())
                .toList();
    }
}
