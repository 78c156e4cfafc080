package org.apportion.metering.tick;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Missing samples hold the last value. Periods are hours; the product says 2 until 10:30, then nothing until after 12:00. */
final class HeldSamplesTest {
    private static final ProductListing LISTING = HourlyTicks.hourly(
            MeteringModes.DOCUMENTED,
            new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.HOLD_LAST),
            0,
            HourlyTicks.USERS);

    @TempDir
    private Path folder = Path.of("");

    private Company closed() {
        Company company = HourlyTicks.company(folder, LISTING).using(HourlyTicks.says(users(2)));
        company.meter.start();
        company.tick(Duration.ofMinutes(30));
        company.using(HourlyTicks.dead());
        company.tick(Duration.ofMinutes(31));
        company.tick(Duration.ofMinutes(60));
        return company;
    }

    private static Map<String, BigDecimal> users(long count) {
        return Map.of("users", BigDecimal.valueOf(count));
    }

    private static void comesIn(Company company, String at, long users) {
        Journal.open(company.ledger, Fences.open(1))
                .addSample(
                        new MeteredProduct("shop", ""),
                        new UsageReading(Instant.parse(at), users(users), Map.of(), Optional.empty()));
    }

    @Test
    void aPeriodWithoutSamplesHoldsTheValueFromBefore() {
        try (Company company = closed()) {
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=2", "seats=2");
        }
    }

    @Test
    void whatWasHeldStaysWhatItWasWhenSamplesComeLate() {
        try (Company company = closed()) {
            comesIn(company, "2027-01-01T10:55:00Z", 50);
            company.tick(Duration.ofMinutes(1));
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=2", "seats=2", "seats=48");

            // The hour from 11:00 held 2, so that 3 are 1 more; of the 50 that came late nobody knew.
            comesIn(company, "2027-01-01T11:40:00Z", 3);
            company.tick(Duration.ofMinutes(1));
            company.tick(HourlyTicks.QUERY);
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=2", "seats=2", "seats=48", "seats=1");
        }
    }

    /** The product forgot its users in the last sample of the hour. */
    @Test
    void aMetricThatTheLastSampleLacksIsHeldFromTheOneBeforeThatHasIt() {
        try (Company company = HourlyTicks.company(folder, LISTING).using(HourlyTicks.says(users(2)))) {
            company.meter.start();
            company.tick(Duration.ofMinutes(30));
            company.using(at ->
                    new UsageReading(at, Map.of("users", BigDecimal.valueOf(7)), Map.of(), Optional.of("cpe:/o:x")));
            company.tick(Duration.ofMinutes(10));
            company.using(at -> new UsageReading(at, Map.of("others", BigDecimal.ONE), Map.of(), Optional.empty()));
            company.tick(Duration.ofMinutes(10));
            company.using(HourlyTicks.dead());
            company.tick(Duration.ofMinutes(71));

            assertThat(HourlyTicks.billed(company)).containsExactly("seats=7", "seats=7");
            comesIn(company, "2027-01-01T11:40:00Z", 9);
            company.tick(Duration.ofMinutes(1));
            company.tick(HourlyTicks.QUERY);
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=7", "seats=7", "seats=2");
        }
    }

    @Test
    void theTermsOfAPeriodKeepWhatWasHeld() {
        UsageReading held = new UsageReading(
                Instant.parse("2027-01-01T10:30:00Z"),
                users(2),
                Map.of("nodes", Map.of("small", new BigDecimal("1.50"))),
                Optional.empty());
        Optional<UsageReading> another = Optional.of(Products.reading("2027-01-01T10:55:00Z", "users", "50"));

        assertThat(read(LISTING, Optional.of(held)).before(another)).contains(held);
        assertThat(read(LISTING, Optional.empty()).before(another)).isEmpty();
        ProductListing flagging =
                HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS);
        assertThat(read(flagging, Optional.of(held)).before(another))
                .as("not kept where it does not matter, nor before it was kept")
                .isEqualTo(another);
    }

    private static BillingTerms read(ProductListing listing, Optional<UsageReading> before) {
        String json = BillingTerms.of(listing, 0, before).json();
        assertThat(BillingTerms.parse(json).json()).isEqualTo(json);
        return BillingTerms.parse(json);
    }
}
