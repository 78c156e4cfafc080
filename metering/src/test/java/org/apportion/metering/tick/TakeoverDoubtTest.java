package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.sending.Operator;
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
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents leave open about a bill is neither billed again nor given away: it waits for an operator. */
final class TakeoverDoubtTest {
    private static final UsageMetric USERS =
            metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1));
    private static final UsageMetric NODES =
            metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("machines", 0, -1));
    /** The cache of a period that ended on 15 March; a report was due before. */
    private static final String CACHE = "{\"adapter_start_time\": \"2027-01-15T10:00:00+00:00\", \"next_bill_time\":"
            + " \"2027-03-15T10:00:00+00:00\", \"next_reporting_time\": \"2027-03-01T11:00:00+00:00\","
            + " \"usage_records\": [{\"users\": 9, \"nodes\": 2, \"reporting_time\":"
            + " \"2027-03-10T10:00:00+00:00\"}], \"last_bill\": {}, \"trial_remaining\": 0, \"billing_status\":"
            + " {\"seats\": {\"record_id\": \"r-9\", \"status\": \"submitted\"}, \"machines\": {\"error\":"
            + " \"throttled\", \"status\": \"failed\"}}}";

    private static final String AFTER_THE_END = "2027-03-15T10:00:02+00:00";

    @TempDir
    private Path folder = Path.of("");

    private static ProductListing listing(BillingInterval interval, Duration query, UsageMetric... metrics) {
        return Products.of(
                new BillingCycle(interval, List.of(), Optional.empty(), 0),
                new ReportingCycle(query, Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metrics);
    }

    private Company adapters(String cache, String timestamp, UsageMetric... metrics) {
        Company company = new Company(
                folder,
                listing(BillingInterval.MONTHLY, Duration.ofDays(1), metrics),
                "2027-03-20T10:00:00Z",
                Company.rules(),
                Faults.none());
        company.store.documents.put(Document.CACHE, cache);
        company.store.documents.put(Document.CSP_CONFIG, "{\"timestamp\": \"" + timestamp + "\"}");
        return company.using(at -> new UsageReading(
                at, Map.of("users", BigDecimal.ONE, "nodes", BigDecimal.ONE), Map.of(), Optional.empty()));
    }

    private static List<Charge> parked(Company company) {
        return new JournalView(company.ledger)
                .charges(ChargeFilter.all()).stream()
                        .filter(charge -> charge.state() == ChargeState.PARKED)
                        .toList();
    }

    private static List<String> billed(Company company) {
        assertThat(AuditChain.verify(company.ledger).problems()).isEmpty();
        return company.marketplace.billed().stream()
                .map(each -> each.record().dimension() + "=" + each.record().quantity())
                .toList();
    }

    /** A report failed partly in the month; the bill at its end raised at every tick. Or the bill failed partly. */
    @Test
    void aBillThatCouldNotBeTriedIsNotTakenForBilled() {
        try (Company company = adapters(CACHE, AFTER_THE_END, USERS, NODES)) {
            assertThat(company.meter.start())
                    .contains(
                            "It may have billed seats of the running period already: that is known to nobody, so it will"
                                    + " wait for an operator (meter charges --state parked).");
            TickReport report = company.tick(Duration.ofDays(1));

            assertThat(billed(company)).containsExactly("machines=2");
            assertThat(parked(company)).singleElement().satisfies(charge -> {
                assertThat(charge.quantity()).isEqualByComparingTo("9");
                assertThat(charge.doubt()).isTrue();
            });
            assertThat(report.errors())
                    .containsExactly("The dimension 'seats' of the period until 2027-03-15T10:00:00+00:00 may be billed"
                            + " already: the adapter's record r-9 is of this bill, or of a report of zero. Look it up at"
                            + " the marketplace: if it is billed, say meter confirm with its record; if it is not, meter"
                            + " resend.");
            assertThat(company.tick(Duration.ofHours(1)).errors()).isEqualTo(report.errors());
        }
    }

    @Test
    void whatAnOperatorSaysWasNotBilledIsBilledOnce() {
        try (Company company = adapters(CACHE, AFTER_THE_END, USERS, NODES)) {
            company.meter.start();
            company.tick(Duration.ofDays(1));
            new Operator(company.ledger, "ann").resend(parked(company).get(0).id(), "r-9 is a zero");
            company.tick(Duration.ofHours(1));
            company.restart(company.listing);
            company.tick(Duration.ofHours(1));
            assertThat(billed(company)).containsExactly("machines=2", "seats=9");
        }
    }

    @Test
    void whatAnOperatorSaysWasBilledIsNeverSent() {
        try (Company company = adapters(CACHE, AFTER_THE_END, USERS, NODES)) {
            company.meter.start();
            company.tick(Duration.ofDays(1));
            Charge confirmed = new Operator(company.ledger, "ann")
                    .confirm(parked(company).get(0).id(), "r-9", "it is 9");
            assertThat(confirmed.state()).isEqualTo(ChargeState.ACCEPTED);
            assertThat(company.tick(Duration.ofHours(1)).errors()).isEmpty();
            assertThat(billed(company)).containsExactly("machines=2");
        }
    }

    /** The process was stopped between its two documents: the sample of the tick at the period's end is in the cache. */
    @Test
    void aSampleAfterTheEndTellsThatABillWasDueTooThoughCspConfigIsOlder() {
        String cut = CACHE.replace("2027-03-10T10:00:00", "2027-03-15T10:00:01");
        try (Company company = adapters(cut, "2027-03-15T09:00:00+00:00", USERS, NODES)) {
            assertThat(company.meter.start()).anyMatch(note -> note.startsWith("It may have billed seats"));
        }
    }

    /** The adapter leaves out what the try before billed, and forgets it then. */
    @Test
    void aMetricThatTheLastTryLeftOutMayBeBilled() {
        UsageMetric seats =
                metric("seats", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1));
        String second = CACHE.replace("\"users\": 9", "\"seats\": 9")
                .replace("2027-03-01T11:00:00", "2027-03-15T11:00:00")
                .replace("\"seats\": {\"record_id\": \"r-9\", \"status\": \"submitted\"}, ", "");
        try (Company company = adapters(second, AFTER_THE_END, seats, NODES)) {
            company.meter.start();
            company.using(at -> new UsageReading(at, Map.of("seats", BigDecimal.ONE), Map.of(), Optional.empty()));
            assertThat(company.tick(Duration.ofDays(1)).errors())
                    .singleElement()
                    .asString()
                    .contains("the adapter's billing_status does not name it, as if an earlier try had billed it.");
            assertThat(billed(company)).containsExactly("machines=2");
        }
    }

    /** The adapter surely billed nine seats; a late sample says that there were twelve. */
    @Test
    void whatLateSamplesAddToABillOfTheAdapterIsToldUntilItIsSettled() {
        String sure = CACHE.replace("2027-03-01T11:00:00", "2027-03-15T11:00:00");
        UsageMetric[] metrics = {USERS, NODES};
        try (Company company = adapters(sure, AFTER_THE_END, metrics)) {
            company.restart(Products.of(
                    company.listing.billing(),
                    company.listing.reporting(),
                    MeteringModes.DOCUMENTED,
                    new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.FLAG),
                    metrics));
            company.tick(Duration.ofDays(1));
            Journal.open(company.ledger, Fences.open(1))
                    .addSample(new MeteredProduct("shop", ""), Products.reading("2027-03-12T10:00:00Z", "users", "12"));
            TickReport report = company.tick(Duration.ofHours(1));
            assertThat(report.errors())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "With late samples the period from 2027-02-15T10:00:00Z has users=12 instead of users=9; the"
                                    + " adapter billed its dimensions before it was taken over, so nothing of it is billed.");
            assertThat(company.tick(Duration.ofHours(1)).differences()).isEqualTo(1);
            assertThat(billed(company)).containsExactly("machines=2");
        }
    }

    /** The disk of the ledger is lost with one bill half sent and the next one sent; the documents live on. */
    @Test
    void whatALostLedgerMayHaveBilledOfSeveralPeriodsWaits() {
        ProductListing two = listing(BillingInterval.HOURLY, Duration.ofMinutes(20), USERS, NODES);
        Map<Document, String> documents;
        try (Company company = new Company(
                folder.resolve("lost"), two, "2027-03-01T00:00:00Z", Company.rules(), Faulty.throttled("machines"))) {
            company.using(at -> new UsageReading(
                    at, Map.of("users", BigDecimal.TEN, "nodes", BigDecimal.ONE), Map.of(), Optional.empty()));
            company.meter.start();
            company.tick(Duration.ofMinutes(20));
            company.tick(Duration.ofMinutes(40));
            company.tick(Duration.ofMinutes(60));
            assertThat(billed(company)).containsExactly("seats=10", "seats=10");
            documents = Map.copyOf(company.store.documents);
        }
        assertThat(documents.get(Document.CACHE))
                .contains("\"next_bill_time\": \"2027-03-01T01:00:00+00:00\"", "\"billing_status\": {\"seats\": {");
        try (Company company =
                new Company(folder.resolve("new"), two, "2027-03-01T02:50:00Z", Company.rules(), Faults.none())) {
            company.using(at -> new UsageReading(
                    at, Map.of("users", BigDecimal.TEN, "nodes", BigDecimal.ONE), Map.of(), Optional.empty()));
            company.store.documents.putAll(documents);
            assertThat(company.meter.start())
                    .contains(
                            "It had billed seats of the running period already; that is not billed again.",
                            "These are the documents of a ledger that is lost. What else is billed of periods that ended"
                                    + " by 2027-03-01T02:25:00+00:00 is known to nobody, so it will wait for an operator"
                                    + " (meter charges --state parked).");
            company.tick(Duration.ofMinutes(1));
            assertThat(billed(company)).isEmpty();
            assertThat(parked(company))
                    .extracting(charge -> charge.key().dimension() + " "
                            + charge.key().period().end())
                    .containsExactly(
                            "machines 2027-03-01T02:00:00Z",
                            "seats 2027-03-01T02:00:00Z",
                            "machines 2027-03-01T01:00:00Z");
            company.tick(Duration.ofMinutes(20));
            assertThat(billed(company))
                    .as("a period that nobody can have closed")
                    .containsExactlyInAnyOrder("machines=1", "seats=10");
        }
    }
}
