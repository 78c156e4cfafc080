package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.apportion.metering.Products.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeterRecord;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A marketplace that refuses the test call: nothing begins, and nothing that has begun is lost. */
final class RefusedAccessTest {
    private static final String REFUSED = "Metering test failed: the token is expired.";

    @TempDir
    private Path folder = Path.of("");

    /** As with expired credentials. */
    private record Expired(Marketplace service) implements Marketplace {
        @Override
        public MarketplaceRules rules() {
            return service.rules();
        }

        @Override
        public AccessCheck checkAccess(List<String> dimensions) {
            return new AccessCheck.Refused("the token is expired.", "Renew it.");
        }

        @Override
        public List<MeterAnswer> meter(List<MeterRecord> records) {
            return records.stream()
                    .<MeterAnswer>map(
                            record -> new MeterAnswer.RetryLater(Optional.empty(), "expired", new Evidence("", "")))
                    .toList();
        }

        @Override
        public ReadBack readBack(String dimension, Instant from, Instant to) {
            return new ReadBack.NotOffered();
        }

        @Override
        public Map<String, Object> accountInfo() {
            return service.accountInfo();
        }

        @Override
        public void close() {
            service.close();
        }
    }

    private Company company() {
        return new Company(
                        folder,
                        Products.daily(
                                MeteringModes.DOCUMENTED,
                                SamplePolicy.STANDARD,
                                metric(
                                        "users",
                                        UsageAggregation.SUM,
                                        ConsumptionReporting.VOLUME,
                                        band("seats", 0, -1))),
                        "2027-01-01T10:00:00Z",
                        Company.rules(),
                        Faults.none())
                .using(at -> reading(at.toString(), "users", "1"));
    }

    @Test
    void beforeTheFirstSampleTheStartIsRefused() {
        try (Company company = company()) {
            assertThatThrownBy(() -> company.restart(Expired::new))
                    .hasMessageStartingWith(
                            "METER_ACCESS_REFUSED shop: Fatal error while validating metering API access:"
                                    + " the token is expired. Renew it.");
            assertThatThrownBy(() -> company.restart(Expired::new)).hasMessageStartingWith("METER_ACCESS_REFUSED shop");
        }
    }

    @Test
    void laterItIsToldAndUsageGoesOn() {
        try (Company company = company()) {
            company.meter.start();
            company.tick(Duration.ofHours(1));

            assertThat(company.restart(Expired::new)).containsExactly(REFUSED + " Usage is kept meanwhile. Renew it.");
            assertThat(company.tick(Duration.ofHours(1)).errors()).contains(REFUSED);
            company.tick(Duration.ofHours(22));
            company.restart(company.listing);
            company.tick(Duration.ofMinutes(1));

            // One sample before and one while it was refused; the one of 10:00 is of the next day.
            assertThat(company.marketplace.billed())
                    .extracting(each -> each.record().quantity())
                    .containsExactly(BigDecimal.valueOf(2));
        }
    }
}
