package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tick bills, and when: parked, missed, late and repeated. Periods are hours, the product is asked each 20 minutes. */
final class TickTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void usageThatFitsNowhereIsParkedToldAndBilledOnceItFits() {
        UsageMetric nodes =
                metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("small", 0, 10));
        ProductListing before =
                HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS, nodes);
        ProductListing after = HourlyTicks.hourly(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                0,
                HourlyTicks.USERS,
                metric(
                        "nodes",
                        UsageAggregation.MAXIMUM,
                        ConsumptionReporting.VOLUME,
                        band("small", 0, 10),
                        band("large", 11, -1)));
        try (Company company = HourlyTicks.company(folder, before)) {
            company.using(HourlyTicks.says(Map.of("users", BigDecimal.valueOf(3), "nodes", BigDecimal.valueOf(12))));
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.using(HourlyTicks.says(Map.of("users", BigDecimal.ONE, "nodes", BigDecimal.ONE)));

            String error = "No matching volume dimension found for 'nodes'=12";
            assertThat(company.tick(HourlyTicks.QUERY.multipliedBy(2)).errors()).containsExactly(error);
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
            assertThat(company.tick(HourlyTicks.QUERY).errors()).containsExactly(error);

            company.restart(after);
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            company.restart(after);
            company.tick(Duration.ofMinutes(1));
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3", "large=12");
        }
    }

    @Test
    void inCompatAHoleBetweenTiersIsParkedAndNotLost() {
        UsageMetric nodes = metric(
                "nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.TIERED, band("a", 1, 10), band("b", 21, -1));
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.COMPAT, SamplePolicy.STANDARD, 0, nodes))) {
            company.using(HourlyTicks.says(Map.of("nodes", BigDecimal.valueOf(15))));
            company.meter.start();
            company.tick(HourlyTicks.QUERY);

            TickReport report = company.tick(HourlyTicks.QUERY.multipliedBy(2));

            assertThat(report.errors()).containsExactly("Missing tiered dimension detected for 'nodes'=15");
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"billing_api_access_ok\": true");
            assertThat(company.tick(HourlyTicks.QUERY).closed()).isZero();
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
        ProductListing listing = HourlyTicks.hourly(
                MeteringModes.DOCUMENTED,
                new SamplePolicy(SamplePolicy.Late.IGNORE, Duration.ZERO, SamplePolicy.Missing.HOLD_LAST),
                0,
                HourlyTicks.USERS);
        try (Company company = HourlyTicks.company(folder, listing, perHour, Faults.none())) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);

            TickReport report = company.tick(Duration.ofHours(3));

            assertThat(report.closed()).isEqualTo(3);
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3", "seats=3", "seats=3");
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
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, users))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.tick(Duration.ofHours(3));

            assertThat(HourlyTicks.billed(company)).containsExactly("seats=10");
        }
    }

    @Test
    void aLateSampleIsToldAndBilledOnlyWhereThePolicySaysSo() {
        for (SamplePolicy.Late late : SamplePolicy.Late.values()) {
            ProductListing listing = HourlyTicks.hourly(
                    MeteringModes.DOCUMENTED,
                    new SamplePolicy(late, Duration.ZERO, SamplePolicy.Missing.FLAG),
                    0,
                    HourlyTicks.USERS);
            Path own = folder.resolve(late.name());
            assertThat(own.toFile().mkdirs()).isTrue();
            try (Company company = new Company(own, listing, HourlyTicks.START, Company.rules(), Faults.none())) {
                company.using(HourlyTicks.says(Map.of("users", BigDecimal.valueOf(3))));
                company.meter.start();
                company.tick(HourlyTicks.QUERY);
                company.tick(HourlyTicks.QUERY.multipliedBy(2));
                Instant past = Instant.parse("2027-01-01T10:30:00Z");
                company.using(at ->
                        new UsageReading(past, Map.of("users", BigDecimal.valueOf(8)), Map.of(), Optional.empty()));

                TickReport report = company.tick(HourlyTicks.QUERY);

                if (late == SamplePolicy.Late.ADJUST) {
                    assertThat(report.errors()).isEmpty();
                    assertThat(HourlyTicks.billed(company)).containsExactly("seats=3", "seats=5");
                } else {
                    assertThat(report.errors())
                            .containsExactly(
                                    "The sample of 2027-01-01T10:30:00Z came after its period was closed; it is"
                                            + " kept and not billed.");
                    assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
                }
                company.tick(HourlyTicks.QUERY);
                assertThat(HourlyTicks.billed(company)).hasSize(late == SamplePolicy.Late.ADJUST ? 2 : 1);
            }
        }
    }

    @Test
    void runningTotalsAreReportedWhereTheMarketplaceReplaces() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(HourlyTicks.QUERY, Optional.of(HourlyTicks.QUERY), true),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));
        try (Company company = HourlyTicks.company(folder, listing)) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY);

            assertThat(company.marketplace.accepted())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(3, 6, 6);
        }
    }

    @Test
    void reportsAreZeroWhereTheMarketplaceAdds() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(HourlyTicks.QUERY, Optional.of(HourlyTicks.QUERY), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));
        try (Company company = HourlyTicks.company(folder, listing)) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY);

            assertThat(company.marketplace.accepted())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(0, 0, 6);
        }
    }

    @Test
    void reportsTellEachMetricsOwnDimensions() {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(HourlyTicks.QUERY, Optional.of(HourlyTicks.QUERY), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("m1", UsageAggregation.SUM, ConsumptionReporting.PER_DIMENSION, band("a", -1, -1)),
                metric("m2", UsageAggregation.SUM, ConsumptionReporting.PER_DIMENSION, band("b", -1, -1)));
        try (Company company = HourlyTicks.company(folder, listing)) {
            company.using(at -> new UsageReading(
                    at,
                    Map.of(),
                    Map.of("m1", Map.of("a", BigDecimal.ONE), "m2", Map.of("b", BigDecimal.TEN)),
                    Optional.empty()));
            company.meter.start();
            assertThat(company.tick(HourlyTicks.QUERY).errors()).isEmpty();
            assertThat(company.tick(HourlyTicks.QUERY).errors()).isEmpty();
            assertThat(company.marketplace.accepted())
                    .extracting(each -> each.record().dimension())
                    .contains("a", "b");
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
        try (Company company = HourlyTicks.company(
                folder,
                HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS),
                Company.rules(),
                once)) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            assertThat(company.tick(HourlyTicks.QUERY.multipliedBy(2)).open()).isEqualTo(1);
            company.clock.advance(Duration.ofMinutes(2));

            assertThat(company.meter.send()).isEqualTo(1);

            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
        }
    }
}
