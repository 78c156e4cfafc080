package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.apportion.model.metering.MeterRecord;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tick does when something goes wrong, or late, or twice. Periods are hours, the product is asked each 20 minutes. */
final class TickTest {
    private static final Duration QUERY = Duration.ofMinutes(20);
    private static final String START = "2027-01-01T10:00:00Z";
    private static final UsageMetric USERS =
            metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1));

    @TempDir
    private Path folder = Path.of("");

    private static ProductListing hourly(MeteringModes modes, SamplePolicy policy, int trial, UsageMetric... metrics) {
        return Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), trial),
                new ReportingCycle(QUERY, Optional.empty(), false),
                modes,
                policy,
                metrics);
    }

    private Company company(ProductListing listing) {
        return company(listing, Company.rules(), Faults.none());
    }

    private Company company(ProductListing listing, MarketplaceRules rules, Faults faults) {
        return new Company(folder, listing, START, rules, faults).using(says(Map.of("users", BigDecimal.valueOf(3))));
    }

    private static Function<Instant, UsageReading> says(Map<String, BigDecimal> metrics) {
        return at -> new UsageReading(at, metrics, Map.of(), Optional.empty());
    }

    private static Function<Instant, UsageReading> dead() {
        return at -> {
            throw new ApportionException(
                    LocalError.METER_USAGE_UNREAD,
                    "",
                    "Error making the request to http://x/: ConnectException.",
                    "Check it.");
        };
    }

    private static List<String> billed(Company company) {
        return company.marketplace.billed().stream()
                .map(StrictMarketplace.Billed::record)
                .map(record -> record.dimension() + "=" + record.quantity().toPlainString())
                .toList();
    }

    @Test
    void aProductThatDoesNotAnswerIsToldAndTheTickGoesOn() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.meter.start();
            company.tick(QUERY);
            company.using(dead());

            TickReport report = company.tick(QUERY.multipliedBy(3));

            assertThat(report.errors())
                    .containsExactly(
                            "Usage data retrieval failed: Error making the request to http://x/: ConnectException");
            assertThat(report.closed()).isEqualTo(1);
            assertThat(billed(company)).containsExactly("seats=3");
            assertThat(company.document(Document.CSP_CONFIG)).contains("Usage data retrieval failed: ");
            assertThat(company.using(says(Map.of("users", BigDecimal.ZERO)))
                            .tick(QUERY)
                            .errors())
                    .isEmpty();
        }
    }

    @Test
    void usageThatCountsForNoPeriodIsTold() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.meter.start();
            company.using(says(Map.of()));
            assertThat(company.tick(QUERY).errors())
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
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.ledger.useTransaction(tx -> tx.handle()
                    .execute("CREATE TRIGGER picky BEFORE INSERT ON meter_sample WHEN NEW.content LIKE '%\"13\"%'"
                            + " BEGIN SELECT RAISE(ABORT, 'unlucky'); END"));
            company.using(says(Map.of("users", BigDecimal.valueOf(13))));
            company.meter.start();
            assertThat(company.tick(QUERY).errors()).hasSize(1);

            company.using(says(Map.of("users", BigDecimal.valueOf(4))));
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).hasSize(1);
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            company.tick(QUERY.multipliedBy(2));
            assertThat(billed(company)).containsExactly("seats=4");
        }
    }

    @Test
    void afterTheLastDateOfABillItIsToldThatUsageIsNotBilled() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.FIXED, List.of(LocalDate.parse("2027-01-02")), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                USERS);
        try (Company company = company(listing)) {
            company.meter.start();
            assertThat(company.tick(QUERY).errors()).isEmpty();
            assertThat(company.tick(Duration.ofDays(1)).errors())
                    .containsExactly("No date of billing_interval is left: usage from 2027-01-02T00:00:00Z on is kept,"
                            + " but not billed. Add dates.");
            assertThat(billed(company)).containsExactly("seats=3");
        }
    }

    @Test
    void aMetricThatNobodyConfiguredIsToldAndTheOthersCount() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.using(says(Map.of("users", BigDecimal.valueOf(2), "bots", BigDecimal.ONE, "apes", BigDecimal.ONE)));
            company.meter.start();

            assertThat(company.tick(QUERY).errors())
                    .containsExactly("Usage data retrieval failed: Usage metric(s) apes, bots not in config");
            company.tick(QUERY.multipliedBy(2));
            assertThat(billed(company)).containsExactly("seats=2");
        }
    }

    @Test
    void aReadingThatCannotBeKeptIsToldAndTheNextOneCounts() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.using(says(Map.of("users", new BigDecimal("1e-200"))));
            company.meter.start();

            assertThat(company.tick(QUERY).errors())
                    .containsExactly("Usage data retrieval failed: the value of users has more than 38 digits");
            company.using(says(Map.of("users", BigDecimal.valueOf(4))));
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            company.tick(QUERY.multipliedBy(2));
            assertThat(billed(company)).containsExactly("seats=4");
        }
    }

    @Test
    void aNewProcessThatFindsTheClockFarAheadClosesAfterThreeTicks() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.meter.start();
            company.tick(QUERY);
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
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.using(at -> new UsageReading(
                    at.plus(Duration.ofMinutes(30)), Map.of("users", BigDecimal.TEN), Map.of(), Optional.empty()));
            company.meter.start();

            assertThat(company.tick(QUERY).errors())
                    .containsExactly(
                            "Usage data retrieval failed: the sample of 2027-01-01T10:50:00Z lies in the future"
                                    + " and does not count; check the clocks");
            company.using(says(Map.of("users", BigDecimal.valueOf(2))));
            company.tick(QUERY);
            company.tick(QUERY);
            assertThat(billed(company)).containsExactly("seats=2");
        }
    }

    @Test
    void aSourceThatFailsInItsOwnWayIsToldAndTheTickGoesOn() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.meter.start();
            company.tick(QUERY);
            company.using(at -> {
                throw new IllegalStateException("secret");
            });

            TickReport report = company.tick(QUERY.multipliedBy(2));

            assertThat(report.errors()).containsExactly("Usage data retrieval failed: IllegalStateException");
            assertThat(billed(company)).containsExactly("seats=3");
        }
    }

    @Test
    void usageThatFitsNowhereIsParkedToldAndBilledOnceItFits() {
        UsageMetric nodes =
                metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("small", 0, 10));
        ProductListing before = hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS, nodes);
        ProductListing after = hourly(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                0,
                USERS,
                metric(
                        "nodes",
                        UsageAggregation.MAXIMUM,
                        ConsumptionReporting.VOLUME,
                        band("small", 0, 10),
                        band("large", 11, -1)));
        try (Company company = company(before)) {
            company.using(says(Map.of("users", BigDecimal.valueOf(3), "nodes", BigDecimal.valueOf(12))));
            company.meter.start();
            company.tick(QUERY);
            company.using(says(Map.of("users", BigDecimal.ONE, "nodes", BigDecimal.ONE)));

            String error = "No matching volume dimension found for 'nodes'=12";
            assertThat(company.tick(QUERY.multipliedBy(2)).errors()).containsExactly(error);
            assertThat(billed(company)).containsExactly("seats=3");
            assertThat(company.tick(QUERY).errors()).containsExactly(error);

            company.restart(after);
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            company.restart(after);
            company.tick(Duration.ofMinutes(1));
            assertThat(billed(company)).containsExactly("seats=3", "large=12");
        }
    }

    @Test
    void inCompatAHoleBetweenTiersIsParkedAndNotLost() {
        UsageMetric nodes = metric(
                "nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.TIERED, band("a", 1, 10), band("b", 21, -1));
        try (Company company = company(hourly(MeteringModes.COMPAT, SamplePolicy.STANDARD, 0, nodes))) {
            company.using(says(Map.of("nodes", BigDecimal.valueOf(15))));
            company.meter.start();
            company.tick(QUERY);

            TickReport report = company.tick(QUERY.multipliedBy(2));

            assertThat(report.errors()).containsExactly("Missing tiered dimension detected for 'nodes'=15");
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"billing_api_access_ok\": true");
            assertThat(company.tick(QUERY).closed()).isZero();
        }
    }

    @Test
    void documentsThatCannotBeSavedAreToldUntilTheyCan() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS))) {
            company.meter.start();
            company.store.unwritable.add(Document.CACHE);
            company.tick(QUERY);
            assertThat(company.document(Document.CSP_CONFIG)).contains("[\"cache failed to save: disk full\"]");

            company.store.unwritable.add(Document.CSP_CONFIG);
            company.tick(QUERY);
            company.store.unwritable.clear();
            company.restart(company.listing);
            company.tick(QUERY);

            assertThat(company.document(Document.CSP_CONFIG))
                    .contains("[\"cache failed to save: disk full\", \"`csp-config` failed to save: disk full\"]");
            company.tick(QUERY);
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"errors\": []");
            assertThat(billed(company)).containsExactly("seats=3");
        }
    }

    @Test
    void aStoreThatCannotBeReadStopsTheStart() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 1, USERS))) {
            company.store.unreadable.add(Document.CACHE);

            assertThatThrownBy(company.meter::start).hasMessageContaining("METER_DOCUMENT_UNREADABLE");
        }
    }

    @Test
    void lostDocumentsGiveNoNewTrial() {
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 1, USERS))) {
            company.meter.start();
            company.tick(QUERY);
            company.tick(QUERY.multipliedBy(3));
            company.store.documents.clear();
            company.restart(company.listing);

            company.tick(QUERY.multipliedBy(2));

            assertThat(company.document(Document.CACHE)).contains("\"trial_remaining\": 0");
            assertThat(billed(company)).containsExactly("seats=3");
        }
    }

    @Test
    void aPeriodStaysInTheDocumentsUntilTheMarketplaceTakesIt() {
        boolean[] throttled = {true};
        Faults faults = new Faults() {
            @Override
            public Fault next(org.apportion.model.metering.MeterRecord record) {
                return throttled[0] ? Fault.THROTTLED : Fault.NONE;
            }

            @Override
            public boolean readBackFails() {
                return false;
            }
        };
        ProductListing listing = hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS);
        try (Company company = company(listing, Company.rules(), faults)) {
            company.meter.start();
            company.tick(QUERY);
            TickReport refused = company.tick(QUERY.multipliedBy(2));

            assertThat(refused.errors()).containsExactly("throttled");
            assertThat(company.document(Document.CSP_CONFIG))
                    .contains("\"billing_api_access_ok\": false", "\"last_billed\": \"\"");
            assertThat(company.document(Document.CACHE))
                    .contains("\"next_bill_time\": \"2027-01-01T11:00:00+00:00\"", "\"last_bill\": {}");

            throttled[0] = false;
            TickReport taken = company.tick(QUERY);
            assertThat(taken.errors()).isEmpty();
            assertThat(taken.billed()).isEqualTo(1);
            assertThat(company.document(Document.CACHE))
                    .contains("\"next_bill_time\": \"2027-01-01T12:00:00+00:00\"", "\"record_id\": \"id-1\"");
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"billing_api_access_ok\": true");
        }
    }

    @Test
    void missedPeriodsAreBilledEachInItsOwnHour() {
        MarketplaceRules perHour = new MarketplaceRules(
                25,
                1 << 20,
                true,
                Duration.ofHours(24),
                0,
                new BigDecimal(Integer.MAX_VALUE),
                true,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
        ProductListing listing = hourly(
                MeteringModes.DOCUMENTED,
                new SamplePolicy(SamplePolicy.Late.IGNORE, Duration.ZERO, SamplePolicy.Missing.HOLD_LAST),
                0,
                USERS);
        try (Company company = company(listing, perHour, Faults.none())) {
            company.meter.start();
            company.tick(QUERY);

            TickReport report = company.tick(Duration.ofHours(3));

            assertThat(report.closed()).isEqualTo(3);
            assertThat(billed(company)).containsExactly("seats=3", "seats=3", "seats=3");
            assertThat(report.errors())
                    .containsExactly(
                            "No usage was measured from 2027-01-01T11:00:00Z to 2027-01-01T12:00:00Z.",
                            "No usage was measured from 2027-01-01T12:00:00Z to 2027-01-01T13:00:00Z.");
        }
    }

    @Test
    void downTimeIsNotBilledAtTheMinimumInDocumented() {
        UsageMetric users =
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, 10, band("seats", 0, -1));
        try (Company company = company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, users))) {
            company.meter.start();
            company.tick(QUERY);
            company.tick(Duration.ofHours(3));

            assertThat(billed(company)).containsExactly("seats=10");
        }
    }

    @Test
    void aLateSampleIsToldAndBilledOnlyWhereThePolicySaysSo() {
        for (SamplePolicy.Late late : SamplePolicy.Late.values()) {
            ProductListing listing = hourly(
                    MeteringModes.DOCUMENTED,
                    new SamplePolicy(late, Duration.ZERO, SamplePolicy.Missing.FLAG),
                    0,
                    USERS);
            Path own = folder.resolve(late.name());
            assertThat(own.toFile().mkdirs()).isTrue();
            try (Company company = new Company(own, listing, START, Company.rules(), Faults.none())) {
                company.using(says(Map.of("users", BigDecimal.valueOf(3))));
                company.meter.start();
                company.tick(QUERY);
                company.tick(QUERY.multipliedBy(2));
                Instant past = Instant.parse("2027-01-01T10:30:00Z");
                company.using(at ->
                        new UsageReading(past, Map.of("users", BigDecimal.valueOf(8)), Map.of(), Optional.empty()));

                TickReport report = company.tick(QUERY);

                if (late == SamplePolicy.Late.ADJUST) {
                    assertThat(report.errors()).isEmpty();
                    assertThat(billed(company)).containsExactly("seats=3", "seats=5");
                } else {
                    assertThat(report.errors())
                            .containsExactly(
                                    "The sample of 2027-01-01T10:30:00Z came after its period was closed; it is"
                                            + " kept and not billed.");
                    assertThat(billed(company)).containsExactly("seats=3");
                }
                company.tick(QUERY);
                assertThat(billed(company)).hasSize(late == SamplePolicy.Late.ADJUST ? 2 : 1);
            }
        }
    }

    @Test
    void runningTotalsAreReportedWhereTheMarketplaceReplaces() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.of(QUERY), true),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));
        try (Company company = company(listing)) {
            company.meter.start();
            company.tick(QUERY);
            company.tick(QUERY);
            company.tick(QUERY);

            assertThat(company.marketplace.accepted())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(3, 6, 6);
        }
    }

    @Test
    void reportsAreZeroWhereTheMarketplaceAdds() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.of(QUERY), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));
        try (Company company = company(listing)) {
            company.meter.start();
            company.tick(QUERY);
            company.tick(QUERY);
            company.tick(QUERY);

            assertThat(company.marketplace.accepted())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(0, 0, 6);
        }
    }

    @Test
    void theFormsOfCompatAreTheAdaptersOwn() {
        try (Company company = company(hourly(MeteringModes.COMPAT, SamplePolicy.STANDARD, 0, USERS))) {
            company.meter.start();
            company.tick(QUERY);
            company.tick(QUERY.multipliedBy(2));

            assertThat(company.document(Document.CACHE))
                    .contains("\"last_bill\": {\"dimensions\": {\"seats\": 3}, \"billing_status\": {\"seats\":"
                            + " {\"record_id\": \"id-1\", \"status\": \"submitted\"}}, \"metering_time\":"
                            + " \"2027-01-01T11:00:00+00:00\"}");
            assertThat(company.document(Document.ARCHIVE)).contains("\"status\": \"submitted\"");
            company.store.unwritable.add(Document.CACHE);
            assertThat(company.tick(QUERY).errors()).isEmpty();
            assertThat(company.document(Document.CSP_CONFIG)).contains("Cache failed to save: disk full");
        }
    }

    @Test
    void whatWaitsIsSentBetweenTwoTicks() {
        List<Faults.Fault> faults = new ArrayList<>(List.of(Faults.Fault.THROTTLED));
        Faults once = new Faults() {
            @Override
            public Fault next(MeterRecord record) {
                return faults.isEmpty() ? Fault.NONE : faults.remove(0);
            }

            @Override
            public boolean readBackFails() {
                return false;
            }
        };
        try (Company company =
                company(hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, USERS), Company.rules(), once)) {
            company.meter.start();
            company.tick(QUERY);
            assertThat(company.tick(QUERY.multipliedBy(2)).open()).isEqualTo(1);
            company.clock.advance(Duration.ofMinutes(2));

            assertThat(company.meter.send()).isEqualTo(1);

            assertThat(billed(company)).containsExactly("seats=3");
        }
    }
}
