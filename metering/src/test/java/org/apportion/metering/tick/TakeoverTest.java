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
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running installation of the adapter moves in. */
final class TakeoverTest {
    private static final String ENTRY =
            "{\"billing_time\": \"2027-02-28T10:00:07+00:00\", \"billing_status\": {\"seats\":"
                    + " {\"record_id\": \"r-1\", \"status\": \"submitted\"}}, \"billed_usage\": {\"seats\": 7},"
                    + " \"usage_records\": [{\"users\": 7, \"reporting_time\": \"2027-02-01T10:00:00+00:00\"}]}";

    @TempDir
    private Path folder = Path.of("");

    private final ProductListing listing = Products.of(
            new BillingCycle(BillingInterval.MONTHLY, List.of(), Optional.empty(), 1),
            new ReportingCycle(Duration.ofDays(1), Optional.empty(), false),
            MeteringModes.DOCUMENTED,
            SamplePolicy.STANDARD,
            metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));

    private Company company(String cache, String archive) {
        Company company = new Company(folder, listing, "2027-03-20T10:00:00Z", Company.rules(), Faults.none());
        company.store.documents.put(Document.CACHE, cache);
        company.store.documents.put(Document.ARCHIVE, archive);
        return company.using(
                at -> new UsageReading(at, Map.of("users", BigDecimal.valueOf(3)), Map.of(), Optional.empty()));
    }

    private static String cache(String start, String nextBill, int trial) {
        return "{\"adapter_start_time\": \"" + start + "\", \"next_bill_time\": \"" + nextBill
                + "\", \"next_reporting_time\": \"2027-03-20T11:00:00+00:00\", \"usage_records\": [{\"users\": 9,"
                + " \"reporting_time\": \"2027-03-10T10:00:00.500000+00:00\", \"base_product\": \"cpe:/o:x\"}],"
                + " \"last_bill\": {}, \"trial_remaining\": " + trial + "}";
    }

    @Test
    void aBillWithoutACacheStopsTheStartInsteadOfANewTrial() {
        try (Company company = new Company(folder, listing, "2027-03-20T10:00:00Z", Company.rules(), Faults.none())) {
            company.store.documents.put(
                    Document.CSP_CONFIG, "{\"last_billed\": \"2027-02-28T10:00:00+00:00\", \"usage\": {\"users\": 7}}");

            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining("METER_TAKEOVER_FAILED")
                    .hasMessageContaining("csp-config tells a bill, but there is no cache");
        }
    }

    @Test
    void itsSamplesAreBilledAndItsArchiveStays() {
        try (Company company =
                company(cache("2027-01-31T10:00:00+00:00", "2027-03-31T10:00:00+00:00", 0), "[" + ENTRY + "]")) {
            assertThat(company.meter.start())
                    .containsExactly(
                            "The adapter's installation of 2027-01-31T10:00:00+00:00 is taken over: 1 samples, 1"
                                    + " archived bills, the running period until 2027-03-31T10:00:00+00:00 without a new trial.");
            company.tick(Duration.ofDays(1));
            assertThat(company.document(Document.CACHE))
                    .contains(
                            "\"adapter_start_time\": \"2027-01-31T10:00:00+00:00\"",
                            "\"users\": 9",
                            "\"trial_remaining\": 0")
                    .contains("\"next_bill_time\": \"2027-03-31T10:00:00+00:00\"");
            company.tick(Duration.ofDays(10));

            assertThat(company.marketplace.billed())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(9);
            assertThat(company.document(Document.ARCHIVE)).startsWith("[" + ENTRY + ", {\"billing_time\": ");
            assertThat(company.document(Document.CACHE)).contains("\"next_bill_time\": \"2027-04-30T10:00:00+00:00\"");
        }
    }

    @Test
    void anEndThatHadDriftedIsKeptOnceAndDriftsNoFurther() {
        try (Company company =
                company(cache("2026-10-31T10:00:00+00:00", "2027-03-28T10:00:00+00:00", 0), "[" + ENTRY + "]")) {
            company.meter.start();
            company.tick(Duration.ofDays(1));
            assertThat(company.document(Document.CACHE)).contains("\"next_bill_time\": \"2027-03-28T10:00:00+00:00\"");
            company.tick(Duration.ofDays(9));
            assertThat(company.document(Document.CACHE)).contains("\"next_bill_time\": \"2027-04-28T10:00:00+00:00\"");
            assertThat(company.marketplace.billed()).hasSize(1);
        }
    }

    @Test
    void theRestOfItsTrialIsFreeAndNoMore() {
        try (Company company = company(cache("2027-02-28T10:00:00+00:00", "2027-03-28T10:00:00+00:00", 1), "[]")) {
            company.meter.start();
            company.tick(Duration.ofDays(1));
            assertThat(company.document(Document.CACHE)).contains("\"trial_remaining\": 1");
            company.tick(Duration.ofDays(9));
            assertThat(company.document(Document.CACHE)).contains("\"trial_remaining\": 0");
            company.tick(Duration.ofDays(31));

            assertThat(company.marketplace.billed())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(3);
        }
    }

    @Test
    void aTrialWithAHistoryIsToldAndNotGranted() {
        try (Company company =
                company(cache("2027-01-28T10:00:00+00:00", "2027-03-28T10:00:00+00:00", 1), "[" + ENTRY + "]")) {
            company.meter.start();

            assertThat(company.tick(Duration.ofDays(1)).errors()).containsExactly(Takeover.TRIAL_BUT_HISTORY);
            assertThat(company.tick(Duration.ofDays(1)).errors()).isEmpty();
            company.tick(Duration.ofDays(8));
            assertThat(company.marketplace.billed()).hasSize(1);
        }
    }

    /** The period ended on 15 March; the adapter ticked last at {@code ticked}, and had tried to bill or report. */
    private Company stopped(String ticked) {
        String cut = cache("2027-01-15T10:00:00+00:00", "2027-03-15T10:00:00+00:00", 0)
                .replace(
                        "\"last_bill\"",
                        "\"billing_status\": {\"seats\": {\"record_id\": \"r-9\", \"status\": \"submitted\"}, \"other\":"
                                + " {\"error\": \"throttled\", \"status\": \"failed\"}}, \"last_bill\"");
        Company company = company(cut, "[" + ENTRY + "]");
        company.store.documents.put(Document.CSP_CONFIG, "{" + ticked + "}");
        return company;
    }

    @Test
    void whatItHadBilledOfTheRunningPeriodIsNotBilledAgain() {
        try (Company company = stopped("\"timestamp\": \"2027-03-15T10:00:02+00:00\"")) {
            assertThat(company.meter.start())
                    .contains("It had billed seats of the running period already; that is not billed again.");
            company.tick(Duration.ofDays(1));
            assertThat(company.marketplace.billed()).isEmpty();
            company.tick(Duration.ofDays(30));

            assertThat(company.marketplace.billed())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(3);
        }
    }

    @Test
    void aReportThatFailedPartlyIsNoBill() {
        try (Company company = stopped("\"timestamp\": \"2027-03-15T09:58:00+00:00\"")) {
            company.store.documents.computeIfPresent(
                    Document.CACHE,
                    (document, text) -> text.replace("2027-03-20T11:00:00+00:00", "2027-03-15T09:00:00+00:00"));
            assertThat(company.meter.start())
                    .contains(
                            "Its billing_status is of a report, not of a bill: it had not come to the end of the running"
                                    + " period.");
            company.tick(Duration.ofDays(1));
            assertThat(company.marketplace.billed())
                    .extracting(each -> each.record().quantity().intValue())
                    .containsExactly(9);
        }
    }

    @Test
    void aBillingStatusOfWhichNobodyKnowsWhenStopsTheStart() {
        try (Company company = stopped("")) {
            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining("METER_TAKEOVER_FAILED")
                    .hasMessageContaining("billing_status tells seats, but csp-config has no timestamp");
        }
    }

    @Test
    void aRecordOfUsageThatIsNoNumberStopsTheStart() {
        String text = cache("2027-01-31T10:00:00+00:00", "2027-03-31T10:00:00+00:00", 0)
                .replace("\"users\": 9", "\"users\": \"seven\"");
        try (Company company = company(text, "[]")) {
            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining("METER_TAKEOVER_FAILED")
                    .hasMessageContaining("'users' of a record of usage is no number");
        }
    }

    @Test
    void ownSamplesPerDimensionAreTakenOver() {
        String text = cache("2027-01-31T10:00:00+00:00", "2027-03-31T10:00:00+00:00", 0)
                .replace("\"users\": 9", "\"users\": 9, \"nodes\": {\"small\": 2}");
        try (Company company = company(text, "[]")) {
            company.meter.start();
            assertThat(new JournalView(company.ledger)
                            .samplesSince(new MeteredProduct("shop", ""), Instant.EPOCH, 1)
                            .get(0)
                            .reading()
                            .dimensions())
                    .isEqualTo(Map.of("nodes", Map.of("small", new BigDecimal(2))));
        }
    }

    @Test
    void aNextBillFarAheadStopsTheStart() {
        try (Company company = company(cache("2027-01-31T10:00:00+00:00", "2036-12-15T10:00:00+00:00", 0), "[]")) {
            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining("METER_TAKEOVER_FAILED")
                    .hasMessageContaining(
                            "next_bill_time 2036-12-15T10:00:00Z is farther away than the next bill of billing_interval");
        }
    }

    @Test
    void aCacheThatWasCutStopsTheStart() {
        try (Company company = company("{\"next_bill_time\": null}", "[]")) {
            assertThatThrownBy(company.meter::start).hasMessageContaining("the cache has no adapter_start_time");
        }
        try (Company company = company("{\"adapter_start_time\": \"2027-01-31T10:00:00+00:00\"}", "[]")) {
            assertThatThrownBy(company.meter::start).hasMessageContaining("the cache has no list usage_records");
        }
    }

    @Test
    void aRestartTakesNothingOverAgain() {
        try (Company company =
                company(cache("2027-01-31T10:00:00+00:00", "2027-03-31T10:00:00+00:00", 0), "[" + ENTRY + "]")) {
            company.meter.start();
            company.tick(Duration.ofDays(12));
            company.restart(listing);
            company.tick(Duration.ofDays(1));

            assertThat(company.marketplace.billed()).hasSize(1);
            assertThat(company.document(Document.ARCHIVE).split("billing_time", -1))
                    .hasSize(3);
        }
    }

    @Test
    void aCacheThatIsNoneStopsTheStart() {
        try (Company company = company("[]", "[]")) {
            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining(
                            "METER_TAKEOVER_FAILED: The documents of an installed adapter cannot be taken over:"
                                    + " the cache is no object.");
        }
    }

    @Test
    void aBilledDimensionThatTheFileDoesNotHaveStopsTheStart() {
        String renamed = cache("2027-01-31T10:00:00+00:00", "2027-03-31T10:00:00+00:00", 0)
                .replace(
                        "\"last_bill\"",
                        "\"billing_status\": {\"users\": {\"record_id\": \"r-9\", \"status\": \"submitted\"}},"
                                + " \"last_bill\"");
        try (Company company = company(renamed, "[" + ENTRY + "]")) {
            company.store.documents.put(Document.CSP_CONFIG, "{\"timestamp\": \"2027-03-31T10:00:02+00:00\"}");
            assertThatThrownBy(company.meter::start)
                    .hasMessageContaining("METER_TAKEOVER_FAILED")
                    .hasMessageContaining("it had billed users of the running period already, which is no dimension of"
                            + " this file.");
        }
    }

    @Test
    void whatIsOddAboutItsSamplesIsTold() {
        String odd = cache("2027-01-31T10:00:00+00:00", "2027-03-31T10:00:00+00:00", 0)
                .replace(
                        "\"usage_records\": [",
                        "\"usage_records\": [{\"users\": -7, \"usres\": 1, \"reporting_time\":"
                                + " \"2027-03-02T10:00:00+00:00\"}, {\"users\": 8, \"reporting_time\":"
                                + " \"2027-03-02T10:00:00+00:00\"}, ");
        try (Company company = company(odd, "[]")) {
            assertThat(company.meter.start())
                    .contains(
                            "The samples have the metric usres, which is not in the file and is not billed.",
                            "The sample of 2027-03-02T10:00:00Z has a negative value of users.",
                            "There are two samples of 2027-03-02T10:00:00Z; the first one counts.");
        }
    }
}
