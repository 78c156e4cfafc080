package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.metering.Products;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adjustments carry the tags of the samples that came late, and so does usage that was parked. Periods are hours from 10:00. */
final class AllocatedAdjustmentTest {
    private static final Duration QUERY = Duration.ofMinutes(20);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final MeteredProduct ACCOUNT = new MeteredProduct("shop", "");

    @TempDir
    private Path folder = Path.of("");

    private static ProductListing listing(DimensionBand... bands) {
        return Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.FLAG),
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, bands));
    }

    private Company company(ProductListing listing) {
        return new Company(folder, listing, "2027-01-01T10:00:00Z", Company.rules(), Faults.none());
    }

    private static UsageReading says(Instant at, long users, String tag, long tagged) {
        return new UsageReading(
                at,
                Map.of("users", BigDecimal.valueOf(users)),
                Map.of(),
                Optional.empty(),
                Map.of("users", Map.of(tag, BigDecimal.valueOf(tagged))));
    }

    private static void comesIn(Company company, String at, long users, String tag) {
        Journal.open(company.ledger, Fences.open(1)).addSample(ACCOUNT, says(Instant.parse(at), users, tag, users));
    }

    /** The hour from 10:00 has one sample, of 10:20. */
    private static void closeFirstHour(Company company, long users, String tag, long tagged) {
        company.using(at -> says(at, users, tag, tagged));
        company.meter.start();
        company.tick(QUERY);
        company.using(at -> says(at, 1, "team=z", 1));
        company.tick(QUERY.multipliedBy(2));
    }

    private static List<String> billed(Company company) {
        assertThat(AuditChain.verify(company.ledger).problems()).isEmpty();
        return company.marketplace.billed().stream()
                .map(each -> each.record().dimension() + "="
                        + each.record().quantity().toPlainString() + ": "
                        + new TreeMap<>(each.record().allocations())
                                .entrySet().stream()
                                        .map(share -> share.getKey() + " "
                                                + share.getValue().toPlainString())
                                        .collect(Collectors.joining(", ")))
                .toList();
    }

    @Test
    void anAdjustmentIsOfTheTagsThatLackSomething() {
        try (Company company = company(listing(band("seats", 0, -1)))) {
            closeFirstHour(company, 10, "team=a", 10);
            // 16 by 10 of team a and 16 of team b is 6 and 10. Team a has 10 already and keeps it.
            comesIn(company, "2027-01-01T10:30:00Z", 16, "team=b");
            company.tick(SOON);
            // 20 by 30 and 16 is 13 and 7: 3 and 1 more than 10 and 6.
            comesIn(company, "2027-01-01T10:40:00Z", 20, "team=a");
            company.tick(SOON);

            assertThat(billed(company))
                    .containsExactly("seats=10: team=a 10", "seats=6: team=b 6", "seats=4: team=a 3, team=b 1");
        }
    }

    @Test
    void anAdjustmentOfUsageWithoutATagIsTheTagsOwn() {
        try (Company company = company(listing(band("seats", 0, -1)))) {
            closeFirstHour(company, 10, "team=a", 0);
            // 30 by 10 of nobody and 30 of team b is 7 and 23. 10 is nobody's already; what is left is team b's.
            comesIn(company, "2027-01-01T10:30:00Z", 30, "team=b");
            company.tick(SOON);

            assertThat(billed(company)).containsExactly("seats=10: ", "seats=20: team=b 20");
        }
    }

    @Test
    void usageThatWasParkedIsAllocatedOnceItIsBilled() {
        try (Company company = company(listing(band("small", 0, 10)))) {
            closeFirstHour(company, 12, "team=a", 8);
            company.restart(listing(band("small", 0, 10), band("large", 11, -1)));
            company.tick(SOON);

            assertThat(billed(company)).containsExactly("large=12:  4, team=a 8");
        }
    }
}
