package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apportion.metering.Products;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tick does with usage that is missing, odd, late or of another time. Periods are hours. */
final class TickSamplesTest {
    private static final Predicate<String> AGAIN = error -> error.contains("again and again");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aProductThatDoesNotAnswerIsToldAndTheTickGoesOn() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.using(HourlyTicks.dead());

            TickReport report = company.tick(HourlyTicks.QUERY.multipliedBy(3));

            assertThat(report.errors())
                    .containsExactly(
                            "Usage data retrieval failed: Error making the request to http://x/: ConnectException");
            assertThat(report.closed()).isEqualTo(1);
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
            assertThat(company.document(Document.CSP_CONFIG)).contains("Usage data retrieval failed: ");
            assertThat(company.using(HourlyTicks.says(Map.of("users", BigDecimal.ZERO)))
                            .tick(HourlyTicks.QUERY)
                            .errors())
                    .isEmpty();
        }
    }

    @Test
    void aNameThatTheLedgerCannotHoldIsLeftOutAndTheOthersCount() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.using(at -> new UsageReading(
                    at,
                    Map.of("users", BigDecimal.TEN),
                    Map.of("nodes", Map.of("x".repeat(201), BigDecimal.ONE)),
                    Optional.empty()));
            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .contains(
                            "Usage data retrieval failed: 1 names of metrics or dimensions have more than 200 characters,"
                                    + " or one that cannot be seen; they are left out");
            company.tick(HourlyTicks.QUERY.multipliedBy(2));
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=10");
        }
    }

    @Test
    void aMetricOfTheOtherKindIsTold() {
        UsageMetric tests =
                metric("tests", UsageAggregation.SUM, ConsumptionReporting.PER_DIMENSION, band("a", -1, -1));
        try (Company company = HourlyTicks.company(
                folder,
                HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS, tests))) {
            company.meter.start();
            company.using(at -> new UsageReading(
                    at,
                    Map.of("tests", BigDecimal.TEN),
                    Map.of("users", Map.of("a", BigDecimal.TEN)),
                    Optional.empty()));
            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .containsExactly(
                            "The metric 'users' is one number, but was told per dimension; it is billed nowhere.",
                            "The metric 'tests' is reported per dimension, but one number was told; it is billed"
                                    + " nowhere.");
        }
    }

    @Test
    void aProductThatTellsItsLastStateAgainIsNoUsageAndIsToldAfterTwoIntervals() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            assertThat(company.tick(HourlyTicks.QUERY).sampled()).isTrue();
            assertThat(company.tick(HourlyTicks.QUERY).sampled()).isTrue();
            company.using(writtenAt("2027-01-01T10:40:00Z"));
            for (int tick = 1; tick <= 2; tick++) {
                TickReport unchanged = company.tick(HourlyTicks.QUERY);
                assertThat(unchanged.sampled()).isFalse();
                assertThat(unchanged.errors()).noneMatch(AGAIN);
            }
            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .contains("Usage data retrieval failed: the product tells its usage of 2027-01-01T10:40:00Z"
                            + " again and again; look at what writes it");
            company.using(writtenAt("2027-01-01T12:00:00Z"));
            TickReport again = company.tick(HourlyTicks.QUERY);
            assertThat(again.sampled()).isTrue();
            assertThat(again.errors()).noneMatch(AGAIN);
        }
    }

    @Test
    void aProductThatWritesMoreRarelyThanItIsAskedHasNotStopped() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            for (String written : List.of("2027-01-01T10:00:00Z", "2027-01-01T12:00:00Z")) {
                company.using(writtenAt(written));
                for (int tick = 0; tick < 6; tick++) {
                    assertThat(company.tick(HourlyTicks.QUERY).errors()).noneMatch(AGAIN);
                }
            }
            for (int tick = 0; tick < 6; tick++) {
                assertThat(company.tick(HourlyTicks.QUERY).errors()).noneMatch(AGAIN);
            }
            assertThat(company.tick(HourlyTicks.QUERY).errors()).anyMatch(AGAIN);
        }
    }

    private static Function<Instant, UsageReading> writtenAt(String time) {
        return at -> new UsageReading(
                Instant.parse(time), Map.of("users", BigDecimal.valueOf(3)), Map.of(), Optional.empty());
    }

    @Test
    void usageThatCountsForNoPeriodIsTold() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.using(HourlyTicks.says(Map.of()));
            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .containsExactly("Usage data retrieval failed: the product reported no metric");
            company.using(at -> new UsageReading(
                    Instant.parse("2001-01-01T00:00:00Z"),
                    Map.of("users", BigDecimal.TEN),
                    Map.of(),
                    Optional.empty()));
            assertThat(company.tick(Duration.ofMinutes(1)).errors())
                    .containsExactly(
                            "Usage data retrieval failed: the sample of 2001-01-01T00:00:00Z lies before the first"
                                    + " period and is not billed; check the clocks");
        }
    }

    @Test
    void aReadingThatTheDatabaseRefusesIsLeftOutOnceItTakesAnother() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.ledger.useTransaction(tx -> tx.handle()
                    .execute("CREATE TRIGGER picky BEFORE INSERT ON meter_sample WHEN NEW.content LIKE '%\"13\"%'"
                            + " BEGIN SELECT RAISE(ABORT, 'unlucky'); END"));
            company.using(HourlyTicks.says(Map.of("users", BigDecimal.valueOf(13))));
            company.meter.start();
            assertThat(company.tick(HourlyTicks.QUERY).errors()).hasSize(1);

            company.using(HourlyTicks.says(Map.of("users", BigDecimal.valueOf(4))));
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).hasSize(1);
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            company.tick(HourlyTicks.QUERY.multipliedBy(2));
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=4");
        }
    }

    @Test
    void afterTheLastDateOfABillItIsToldThatUsageIsNotBilled() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.FIXED, List.of(LocalDate.parse("2027-01-02")), Optional.empty(), 0),
                new ReportingCycle(HourlyTicks.QUERY, Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                HourlyTicks.USERS);
        try (Company company = HourlyTicks.company(folder, listing)) {
            company.meter.start();
            assertThat(company.tick(HourlyTicks.QUERY).errors()).isEmpty();
            assertThat(company.tick(Duration.ofDays(1)).errors())
                    .containsExactly("No date of billing_interval is left: usage from 2027-01-02T00:00:00Z on is kept,"
                            + " but not billed. Add dates.");
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
        }
    }

    @Test
    void aMetricThatNobodyConfiguredIsToldAndTheOthersCount() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.using(HourlyTicks.says(
                    Map.of("users", BigDecimal.valueOf(2), "bots", BigDecimal.ONE, "apes", BigDecimal.ONE)));
            company.meter.start();

            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .containsExactly("Usage data retrieval failed: Usage metric(s) apes, bots not in config");
            company.tick(HourlyTicks.QUERY.multipliedBy(2));
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=2");
        }
    }

    @Test
    void aReadingThatCannotBeKeptIsToldAndTheNextOneCounts() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.using(HourlyTicks.says(Map.of("users", new BigDecimal("1e-200"))));
            company.meter.start();

            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .containsExactly("Usage data retrieval failed: the value of users has more than 38 digits");
            company.using(HourlyTicks.says(Map.of("users", BigDecimal.valueOf(4))));
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            company.tick(HourlyTicks.QUERY.multipliedBy(2));
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=4");
        }
    }

    @Test
    void aNewProcessThatFindsTheClockFarAheadClosesAfterThreeTicks() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.clock.advance(Duration.ofDays(40));
            company.restart(company.listing);

            TickReport first = company.tick(Duration.ofMinutes(1));
            assertThat(first.closed()).isZero();
            assertThat(first.errors())
                    .containsExactly(
                            "The clock shows 2027-02-10T10:21:00Z, long after the running period ended; periods"
                                    + " are closed if it still does after 2 more ticks.");
            company.restart(company.listing);
            assertThat(company.tick(Duration.ofMinutes(1)).closed()).isZero();
            company.restart(company.listing);
            assertThat(company.tick(Duration.ofMinutes(1)).closed()).isPositive();
        }
    }

    @Test
    void aSampleOfTheFutureIsToldAndDoesNotCount() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.using(at -> new UsageReading(
                    at.plus(Duration.ofMinutes(30)), Map.of("users", BigDecimal.TEN), Map.of(), Optional.empty()));
            company.meter.start();

            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .containsExactly(
                            "Usage data retrieval failed: the sample of 2027-01-01T10:50:00Z lies in the future"
                                    + " and does not count; check the clocks");
            company.using(HourlyTicks.says(Map.of("users", BigDecimal.valueOf(2))));
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY);
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=2");
        }
    }

    @Test
    void aSourceThatFailsInItsOwnWayIsToldAndTheTickGoesOn() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.using(at -> {
                throw new IllegalStateException("secret");
            });

            TickReport report = company.tick(HourlyTicks.QUERY.multipliedBy(2));

            assertThat(report.errors()).containsExactly("Usage data retrieval failed: IllegalStateException");
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
        }
    }
}
