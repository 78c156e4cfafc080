package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two examples of the adapter's documentation run for a year; after each tick the documents are what it describes. */
final class SimulatedYearTest {
    private static final Duration QUERY = Duration.ofHours(12);

    @TempDir
    private Path folder = Path.of("");

    private static BigDecimal usage(Instant at) {
        return BigDecimal.valueOf(3 + at.getEpochSecond() / 43_200 % 40);
    }

    private void run(ProductListing listing, AdapterModel.Settings settings, String start, int ticks)
            throws IOException {
        try (Company company =
                new Company(TestLedgers.fastFolder(folder), listing, start, Company.rules(), Faults.none())) {
            company.using(at -> new UsageReading(at, Map.of(settings.metric(), usage(at)), Map.of(), Optional.empty()));
            AdapterModel model = new AdapterModel(settings, Instant.parse(start));
            company.meter.start();
            for (int i = 0; i < ticks; i++) {
                TickReport report = company.tick(QUERY);
                model.tick(report.at(), usage(report.at()));
                String when = report.at().toString();
                assertThat(company.document(Document.CACHE))
                        .as("cache of %s", when)
                        .isEqualTo(model.cache());
                assertThat(company.document(Document.CSP_CONFIG))
                        .as("csp-config of %s", when)
                        .isEqualTo(model.cspConfig());
                assertThat(company.document(Document.ARCHIVE))
                        .as("archive of %s", when)
                        .isEqualTo(model.archive());
                if (i % 97 == 0) {
                    company.restart(listing);
                }
            }
            assertThat(company.marketplace.mistakes()).isEmpty();
        }
    }

    @Test
    void monthsByVolume() throws IOException {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.MONTHLY, List.of(), Optional.empty(), 1),
                new ReportingCycle(QUERY, Optional.of(Duration.ofDays(1)), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric(
                        "users",
                        UsageAggregation.MAXIMUM,
                        ConsumptionReporting.VOLUME,
                        band("small", 0, 40),
                        band("large", 41, -1)));
        AdapterModel.Settings settings = new AdapterModel.Settings(
                List.of(),
                QUERY,
                Duration.ofDays(1),
                "users",
                false,
                BigDecimal.ZERO,
                List.of(new AdapterModel.Tier("small", 0, 40L), new AdapterModel.Tier("large", 41, null)),
                false,
                6,
                "");

        run(listing, settings, "2027-10-31T09:30:00Z", 2 * 370);
    }

    @Test
    void fixedDatesAndAverages() throws IOException {
        ProductListing listing = Products.of(
                new BillingCycle(
                        BillingInterval.FIXED,
                        List.of(LocalDate.of(2027, 4, 1), LocalDate.of(2027, 7, 1), LocalDate.of(2027, 12, 31)),
                        Optional.of(Instant.parse("2027-12-31T00:00:00Z")),
                        0),
                new ReportingCycle(QUERY, Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric(
                        "nodes",
                        UsageAggregation.AVERAGE,
                        ConsumptionReporting.TIERED,
                        5,
                        band("first", 1, 15),
                        band("then", 16, -1)));
        AdapterModel.Settings settings = new AdapterModel.Settings(
                List.of(LocalDate.of(2027, 4, 1), LocalDate.of(2027, 7, 1), LocalDate.of(2027, 12, 31)),
                QUERY,
                null,
                "nodes",
                true,
                BigDecimal.valueOf(5),
                List.of(new AdapterModel.Tier("first", 1, 15L), new AdapterModel.Tier("then", 16, null)),
                true,
                6,
                "2027-12-31T00:00:00+00:00");

        run(listing, settings, "2027-01-01T08:00:00Z", 2 * 370);
    }
}
