package org.apportion.metering.tick;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/**
 * A running total is told only to a marketplace that takes the newest record, whatever the file and its plugin are called. Three users
 * at each tick of a period of three.
 */
class RunningTotalsTest {
    private static final Duration QUERY = Duration.ofMinutes(20);

    @TempDir
    Path folder;

    private static ProductListing hourly(boolean cumulative) {
        return Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.of(QUERY), cumulative),
                MeteringModes.DOCUMENTED,
                new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.FLAG),
                Products.metric(
                        "users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, Products.band("seats", 0, -1)));
    }

    /** @param replaces whether the marketplace takes the newest record for the whole */
    private Company company(boolean cumulative, boolean replaces) {
        MarketplaceRules rules = new MarketplaceRules(
                25,
                1 << 20,
                false,
                Duration.ofHours(6),
                0,
                new BigDecimal(Integer.MAX_VALUE),
                true,
                replaces,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
        Company company = new Company(folder, hourly(cumulative), "2027-01-01T10:00:00Z", rules, Faults.none());
        company.using(at -> users(at, 3)).meter.start();
        return company;
    }

    private static UsageReading users(Instant at, int users) {
        return new UsageReading(at, Map.of("users", BigDecimal.valueOf(users)), Map.of(), Optional.empty());
    }

    private static List<Integer> reports(Company company) {
        return company.marketplace.accepted().stream()
                .map(each -> each.record().quantity().intValue())
                .toList();
    }

    @Test
    void aMarketplaceThatAddsIsToldZeroAtEachReport() {
        try (Company company = company(true, false)) {
            for (int tick = 0; tick < 3; tick++) {
                company.tick(QUERY);
            }
            assertThat(reports(company)).containsExactly(0, 0, 6);
        }
    }

    @Test
    void whereTotalsAreToldTheLastReportIsTheWhole() {
        try (Company company = company(true, true)) {
            for (int tick = 0; tick < 3; tick++) {
                company.tick(QUERY);
            }
            assertThat(reports(company)).containsExactly(3, 6, 6);
        }
    }

    /** 3 at 10:20 and at 10:40 are the bill of 11:00; 2 of 10:30 come late. */
    @Test
    void otherwiseEachReportAddsToThoseBeforeAndTheirSumIsTheBillLateUsageIncluded() {
        try (Company company = company(false, false)) {
            for (int tick = 0; tick < 3; tick++) {
                company.tick(QUERY);
            }
            assertThat(reports(company)).containsExactly(0, 0, 6);
            Instant late = Instant.parse("2027-01-01T10:30:00Z");
            company.using(at -> users(late, 2));
            company.tick(QUERY);
            company.tick(Duration.ofMinutes(1));

            assertThat(reports(company).stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(8);
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=6", "seats=2");
        }
    }
}
