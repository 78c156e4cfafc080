package org.apportion.metering.tick;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running total is told only to a marketplace that takes the newest record, whatever the file and its plugin are called. */
class RunningTotalsTest {
    private static final Duration QUERY = Duration.ofMinutes(20);

    @TempDir
    Path folder;

    @Test
    void aMarketplaceThatAddsIsToldZeroAtEachReport() {
        MarketplaceRules adding = new MarketplaceRules(
                25,
                1 << 20,
                false,
                Duration.ofHours(6),
                0,
                new BigDecimal(Integer.MAX_VALUE),
                true,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.of(QUERY), true),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                Products.metric(
                        "users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, Products.band("seats", 0, -1)));
        try (Company company = new Company(folder, listing, "2027-01-01T10:00:00Z", adding, Faults.none())
                .using(at ->
                        new UsageReading(at, Map.of("users", BigDecimal.valueOf(3)), Map.of(), Optional.empty()))) {
            company.meter.start();
            company.tick(QUERY);
            company.tick(QUERY);
            company.tick(QUERY);

            assertThat(company.marketplace.accepted())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(0, 0, 6);
        }
    }
}
