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
import org.apportion.metering.Products;
import org.apportion.metering.audit.AuditChain;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage that carries tags arrives at the marketplace as allocations of each record, frozen with the charge. */
final class AllocatedUsageTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void eachRecordsAllocationsAddUpToItsQuantity() {
        try (Company company = new Company(
                folder,
                Products.daily(
                        MeteringModes.DOCUMENTED,
                        SamplePolicy.STANDARD,
                        metric(
                                "users",
                                UsageAggregation.MAXIMUM,
                                ConsumptionReporting.TIERED,
                                band("first", 1, 10),
                                band("then", 11, -1))),
                "2027-01-01T00:00:00Z",
                Company.rules(),
                Faults.none())) {
            company.using(at -> new UsageReading(
                    at,
                    Map.of("users", BigDecimal.valueOf(16)),
                    Map.of(),
                    Optional.empty(),
                    Map.of("users", Map.of("team=a", BigDecimal.valueOf(8), "team=b", BigDecimal.valueOf(4)))));
            company.meter.start();
            company.tick(Duration.ofHours(1));
            // A process that starts anew computes from the samples of the journal.
            company.restart(company.listing);
            company.tick(Duration.ofHours(23));

            // A quarter of nobody, half of team a, a quarter of team b: 10 is cut at 2.5 and 7.5, 6 at 1.5 and 4.5,
            // rounded down.
            assertThat(company.marketplace.billed())
                    .extracting(
                            each -> each.record().dimension(),
                            each -> each.record().allocations())
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(
                                    "first", Map.of("", number(2), "team=a", number(5), "team=b", number(3))),
                            org.assertj.core.groups.Tuple.tuple(
                                    "then", Map.of("", number(1), "team=a", number(3), "team=b", number(2))));
            assertThat(AuditChain.verify(company.ledger).problems()).isEqualTo(List.of());
        }
    }

    @Test
    void tagsThatAreMoreThanTheUsageOrNegativeAreTold() {
        try (Company company = new Company(
                folder,
                Products.daily(
                        MeteringModes.DOCUMENTED,
                        SamplePolicy.STANDARD,
                        metric("users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, band("seats", 0, -1))),
                "2027-01-01T00:00:00Z",
                Company.rules(),
                Faults.none())) {
            String told = "The product reported tags of 'users' that are negative or more than its usage of 10;"
                    + " the period is allocated by them as they are.";
            company.meter.start();

            assertThat(company.using(at -> tagged(at, 20, 30))
                            .tick(Duration.ofHours(1))
                            .errors())
                    .containsExactly(told);
            assertThat(company.using(at -> tagged(at, -2, 3))
                            .tick(Duration.ofHours(1))
                            .errors())
                    .containsExactly(told);
            assertThat(company.using(at -> tagged(at, 4, 6))
                            .tick(Duration.ofHours(1))
                            .errors())
                    .isEmpty();
        }
    }

    @Test
    void aTagThatTheMarketplaceDoesNotTakeIsTold() {
        try (Company company = new Company(
                folder,
                Products.daily(
                        MeteringModes.DOCUMENTED,
                        SamplePolicy.STANDARD,
                        metric("users", UsageAggregation.SUM, ConsumptionReporting.VOLUME, band("seats", 0, -1))),
                "2027-01-01T00:00:00Z",
                Company.rules(),
                Faults.none())) {
            company.meter.start();
            company.using(at -> new UsageReading(
                    at,
                    Map.of("users", BigDecimal.TEN),
                    Map.of(),
                    Optional.empty(),
                    Map.of("users", Map.of("team=ö", number(4), "team=b", number(6)))));
            assertThat(company.tick(Duration.ofHours(1)).errors())
                    .containsExactly("The marketplace takes no tag 'team=ö'; its share is told as without a tag.");
        }
    }

    private static UsageReading tagged(Instant at, long first, long second) {
        return new UsageReading(
                at,
                Map.of("users", BigDecimal.TEN),
                Map.of(),
                Optional.empty(),
                Map.of("users", Map.of("team=a", number(first), "team=b", number(second))));
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }
}
