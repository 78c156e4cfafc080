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
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points of csp-config in which documented and compat differ, and the clock. Asked each 20 minutes, reported each hour. */
final class ModesTest {
    private static final Duration QUERY = Duration.ofMinutes(20);

    @TempDir
    private Path folder = Path.of("");

    private Company company(MeteringModes modes, long least) {
        return company(modes, least, Company.rules());
    }

    private Company company(MeteringModes modes, long least, MarketplaceRules rules) {
        ProductListing listing = Products.of(
                new BillingCycle(BillingInterval.DAILY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.of(Duration.ofHours(1)), false),
                modes,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", least, -1)));
        Company company = new Company(folder, listing, "2027-01-01T10:00:00Z", rules, Faults.none())
                .using(at -> new UsageReading(at, Map.of("users", BigDecimal.valueOf(3)), Map.of(), Optional.empty()));
        company.meter.start();
        return company;
    }

    @Test
    void expireMovesWithEachTickInDocumented() {
        try (Company company = company(MeteringModes.DOCUMENTED, 0)) {
            company.tick(QUERY);
            company.tick(QUERY);

            assertThat(company.document(Document.CSP_CONFIG)).contains("\"expire\": \"2027-01-01T11:00:00+00:00\"");
        }
    }

    @Test
    void expireMovesWithEachReportInCompat() {
        try (Company company = company(MeteringModes.COMPAT, 0)) {
            company.tick(QUERY);
            company.tick(QUERY);
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"expire\": \"2027-01-01T11:20:00+00:00\"");
            company.tick(QUERY);
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"expire\": \"2027-01-01T12:00:00+00:00\"");
        }
    }

    @Test
    void expireIsTheSameAfterARestart() {
        try (Company company = company(MeteringModes.COMPAT, 0)) {
            company.tick(QUERY.multipliedBy(3));
            String expire = "\"expire\": \"2027-01-01T12:00:00+00:00\"";
            assertThat(company.document(Document.CSP_CONFIG)).contains(expire);

            company.restart(company.listing);
            company.tick(QUERY);

            assertThat(company.document(Document.CSP_CONFIG)).contains(expire);
        }
    }

    @Test
    void aRefusalIsToldAfterARestartToo() {
        try (Company company = company(MeteringModes.COMPAT, 1)) {
            company.tick(QUERY.multipliedBy(3));
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"billing_api_access_ok\": false");

            company.restart(company.listing);
            company.tick(QUERY);

            assertThat(company.document(Document.CSP_CONFIG)).contains("\"billing_api_access_ok\": false");
        }
    }

    /** The adapter takes Azure's empty call for a success. */
    @Test
    void expireMovesInCompatWhereTheMarketplaceTakesNoZero() {
        MarketplaceRules takesZero = Company.rules();
        MarketplaceRules rules = new MarketplaceRules(
                takesZero.recordsPerCall(),
                takesZero.bytesPerCall(),
                takesZero.oneRecordPerHour(),
                takesZero.lateWindow(),
                takesZero.quantityScale(),
                takesZero.largestQuantity(),
                false,
                takesZero.replaces(),
                takesZero.unknown());
        try (Company company = company(MeteringModes.COMPAT, 0, rules)) {
            company.tick(QUERY);
            company.tick(QUERY.multipliedBy(2));

            assertThat(company.document(Document.CSP_CONFIG)).contains("\"expire\": \"2027-01-01T12:00:00+00:00\"");
        }
    }

    @Test
    void accessIsNotOkInCompatIfAReportFitsNoDimension() {
        try (Company company = company(MeteringModes.COMPAT, 1)) {
            company.tick(QUERY.multipliedBy(3));

            assertThat(company.document(Document.CSP_CONFIG))
                    .contains("\"billing_api_access_ok\": false", "No matching volume dimension found for 'users'=0");
        }
    }

    @Test
    void accessIsOkInDocumentedAsLongAsTheMarketplaceRefusesNothing() {
        try (Company company = company(MeteringModes.DOCUMENTED, 1)) {
            company.tick(QUERY.multipliedBy(3));

            assertThat(company.document(Document.CSP_CONFIG))
                    .contains("\"billing_api_access_ok\": true", "\"errors\": []");
        }
    }

    @Test
    void aClockThatWasSetIsToldAndClosesNothingAtOnce() {
        long[] nanos = {0};
        ClockWatch watch = new ClockWatch(() -> nanos[0]);
        Instant start = Instant.parse("2027-01-01T10:00:00Z");
        assertThat(watch.step(start)).isEmpty();
        nanos[0] = QUERY.toNanos();
        assertThat(watch.step(start.plus(QUERY).plusSeconds(59))).isEmpty();
        nanos[0] += QUERY.toNanos();

        assertThat(watch.step(start.plus(Duration.ofDays(31)))).isPresent();
    }
}
