package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
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
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeterRecord;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter whose last call failed in part moves in: a bill, or only a heartbeat. Its period ends on 31 March, 10:00. */
final class AdapterBillTest {
    @TempDir
    private Path folder = Path.of("");

    private final ProductListing listing = Products.of(
            new BillingCycle(BillingInterval.MONTHLY, List.of(), Optional.empty(), 0),
            new ReportingCycle(Duration.ofDays(1), Optional.empty(), false),
            MeteringModes.DOCUMENTED,
            SamplePolicy.STANDARD,
            metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));

    /** @param lastTick csp-config as the adapter left it */
    private Company company(String now, String submitted, String lastTick) {
        Company company = new Company(folder, listing, now, Company.rules(), Faults.none());
        company.store.documents.put(
                Document.CACHE,
                "{\"adapter_start_time\": \"2027-01-31T10:00:00+00:00\", \"next_bill_time\":"
                        + " \"2027-03-31T10:00:00+00:00\", \"next_reporting_time\": \"2027-03-31T10:00:00+00:00\","
                        + " \"usage_records\": [{\"users\": 9, \"reporting_time\": \"2027-03-10T10:00:00+00:00\"}],"
                        + " \"billing_status\": {\"" + submitted + "\": {\"record_id\": \"r-9\", \"status\":"
                        + " \"submitted\"}, \"other\": {\"error\": \"throttled\", \"status\": \"failed\"}},"
                        + " \"last_bill\": {}, \"trial_remaining\": 0}");
        company.store.documents.put(Document.CSP_CONFIG, lastTick);
        return company.using(
                at -> new UsageReading(at, Map.of("users", BigDecimal.valueOf(3)), Map.of(), Optional.empty()));
    }

    private static String lastTick(String at) {
        return "{\"timestamp\": \"" + at + "\", \"billing_api_access_ok\": false, \"errors\": [\"throttled\"]}";
    }

    private static List<Integer> billed(Company company) {
        return company.marketplace.billed().stream()
                .map(each -> each.record().quantity().intValue())
                .toList();
    }

    @Test
    void whatItHadBilledOfTheRunningPeriodIsNotBilledAgain() {
        try (Company company = company("2027-03-31T11:00:00Z", "seats", lastTick("2027-03-31T10:00:05+00:00"))) {
            assertThat(company.meter.start())
                    .contains("It had billed seats of the running period already; that is not billed again.");
            assertThat(company.tick(Duration.ofMinutes(1)).notes())
                    .contains(
                            "The period from 2027-02-28T10:00:00Z to 2027-03-31T10:00:00Z is closed: {seats=0}, coverage"
                                    + " 3.22 %.");
            company.tick(Duration.ofDays(1));
            assertThat(billed(company)).isEmpty();
            company.tick(Duration.ofDays(30));

            assertThat(billed(company)).containsExactly(3);
        }
    }

    @Test
    void aHeartbeatThatFailedPartlyIsNoBill() {
        try (Company company = company("2027-03-20T10:00:00Z", "seats", lastTick("2027-03-20T09:59:00+00:00"))) {
            assertThat(company.meter.start())
                    .contains("The billing_status of seats is of a heartbeat: the running period was not billed yet.");
            company.tick(Duration.ofDays(12));

            assertThat(billed(company)).containsExactly(9);
        }
    }

    /** The ledger is lost while one of two dimensions waits for the marketplace; a new installation finds the documents. */
    @Test
    void ownDocumentsTellWhatIsBilledOfTheRunningBill(@TempDir Path other) {
        ProductListing two = HourlyTicks.hourly(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                0,
                HourlyTicks.USERS,
                metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("machines", 0, -1)));
        Map<String, BigDecimal> usage = Map.of("users", BigDecimal.valueOf(5), "nodes", BigDecimal.valueOf(7));
        try (Company lost = HourlyTicks.company(folder, two).using(HourlyTicks.says(usage));
                Company found = HourlyTicks.company(other, two).using(HourlyTicks.says(usage))) {
            lost.restart((Marketplace of) -> new Throttling(of, "machines"));
            for (int i = 0; i < 4; i++) {
                lost.tick(HourlyTicks.QUERY);
            }
            assertThat(HourlyTicks.billed(lost)).containsExactly("seats=5");
            assertThat(lost.document(Document.CACHE))
                    .contains("\"billing_status\": {\"seats\": {\"record_id\": \"id-1\", \"status\": \"succeeded\"}}");

            found.store.documents.putAll(lost.store.documents);
            found.clock.advance(HourlyTicks.QUERY.multipliedBy(4));
            assertThat(found.meter.start())
                    .contains("It had billed seats of the running period already; that is not billed again.");
            found.tick(HourlyTicks.QUERY);
            assertThat(HourlyTicks.billed(found)).containsExactly("machines=7");
            found.tick(HourlyTicks.QUERY);
            assertThat(found.document(Document.CACHE)).doesNotContain("billing_status");
        }
    }

    /** Takes everything but one dimension. */
    private record Throttling(Marketplace inner, String dimension) implements Marketplace {
        @Override
        public MarketplaceRules rules() {
            return inner.rules();
        }

        @Override
        public AccessCheck checkAccess(List<String> dimensions) {
            return inner.checkAccess(dimensions);
        }

        @Override
        public List<MeterAnswer> meter(List<MeterRecord> records) {
            return records.stream()
                    .map(record -> record.dimension().equals(dimension)
                            ? new MeterAnswer.RetryLater(Optional.empty(), "throttled", new Evidence("", ""))
                            : inner.meter(List.of(record)).get(0))
                    .toList();
        }

        @Override
        public ReadBack readBack(String dimension, Instant from, Instant to) {
            return inner.readBack(dimension, from, to);
        }

        @Override
        public Map<String, Object> accountInfo() {
            return inner.accountInfo();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void aTickAtTheEndOfThePeriodIsOfItsBill() {
        try (Company company = company("2027-03-31T11:00:00Z", "seats", lastTick("2027-03-31T10:00:00+00:00"))) {
            company.meter.start();
            company.tick(Duration.ofMinutes(1));

            assertThat(billed(company)).isEmpty();
        }
    }

    @Test
    void ofWhichCallItIsMustBeKnown() {
        try (Company company = company("2027-03-20T10:00:00Z", "seats", "{}")) {
            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining("METER_TAKEOVER_FAILED")
                    .hasMessageContaining(
                            "the cache has a billing_status for seats, and csp-config has no timestamp, so it"
                                    + " may be of a bill or of a heartbeat. Restore csp-config; or,");
        }
    }

    @Test
    void aBilledDimensionThatTheFileDoesNotHaveStopsTheStart() {
        try (Company company = company("2027-03-31T11:00:00Z", "users", lastTick("2027-03-31T10:00:05+00:00"))) {
            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining("METER_TAKEOVER_FAILED")
                    .hasMessageContaining("it had billed users of the running period already, which is no dimension of"
                            + " this file.");
        }
    }
}
