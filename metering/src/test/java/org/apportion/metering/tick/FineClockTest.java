package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
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
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock with nanoseconds, as that of Linux; the ledger keeps microseconds. */
final class FineClockTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theFirstPeriodIsFreeAndEachPeriodLastsItsFiveMinutes() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.TEST, List.of(), Optional.empty(), 1),
                new ReportingCycle(Duration.ofMinutes(1), Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 1, -1)));
        try (Company company =
                new Company(folder, listing, "2026-11-21T15:11:30.223584281Z", Company.rules(), Faults.none())) {
            company.using(
                    at -> new UsageReading(at, Map.of("users", BigDecimal.valueOf(3)), Map.of(), Optional.empty()));
            company.meter.start();
            for (int minute = 1; minute <= 6; minute++) {
                company.tick(Duration.ofMinutes(1));
            }
            assertThat(company.marketplace.billed()).isEmpty();

            company.restart(listing);
            for (int minute = 7; minute <= 11; minute++) {
                assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            }
            assertThat(company.marketplace.billed())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(3);
        }
    }
}
