package org.apportion.metering.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apportion.metering.document.Dates;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.spi.metering.DocumentStore.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter, or another installation, that still writes the documents. Asked each 20 minutes; it is 10:00. */
final class TakeoverRivalTest {
    private static final String CACHE = "{\"adapter_start_time\": \"2027-01-01T08:00:00+00:00\", \"next_bill_time\":"
            + " \"2027-01-01T11:00:00+00:00\", \"usage_records\": [], \"last_bill\": {}, \"trial_remaining\": 0}";

    @TempDir
    private Path folder = Path.of("");

    private Company company(String name) {
        return HourlyTicks.company(
                folder.resolve(name),
                HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS));
    }

    private Company adapters(String timestamp) {
        Company company = company("one");
        company.store.documents.put(Document.CACHE, CACHE);
        writes(company, Instant.parse(timestamp));
        return company;
    }

    private static void writes(Company company, Instant at) {
        company.store.documents.put(Document.CSP_CONFIG, "{\"timestamp\": \"" + Dates.text(at) + "\"}");
    }

    @Test
    void anAdapterThatStillRunsStopsTheStart() {
        try (Company company = adapters("2027-01-01T09:50:00Z")) {
            assertThatThrownBy(company.meter::start)
                    .isInstanceOf(ApportionException.class)
                    .hasMessage(
                            "METER_ADAPTER_RUNS shop: csp-config was written at 2027-01-01T09:50:00+00:00: the adapter"
                                    + " whose documents are to be taken over may still run, and would bill the same usage. Stop the"
                                    + " adapter. Metering starts once nobody has written for a query interval, from"
                                    + " 2027-01-01T10:15:00+00:00 on.");
            company.clock.advance(Duration.ofMinutes(14));
            writes(company, Instant.parse("2027-01-01T10:10:00Z"));
            assertThatThrownBy(() -> company.restart(company.listing)).hasMessageContaining("METER_ADAPTER_RUNS");
            assertThat(company.document(Document.CACHE)).isEqualTo(CACHE);
        }
    }

    @Test
    void onceItIsQuietTheStartGoesOn() {
        try (Company company = adapters("2027-01-01T09:50:00Z")) {
            assertThatThrownBy(company.meter::start).hasMessageContaining("METER_ADAPTER_RUNS");
            company.clock.advance(Duration.ofMinutes(15));
            assertThat(company.restart(company.listing)).anyMatch(note -> note.contains("is taken over"));
            assertThat(company.tick(HourlyTicks.QUERY).errors()).isEmpty();
        }
    }

    @Test
    void anAdapterThatIsStartedAgainIsToldAtEachTickThatItWritesAt() {
        try (Company company = adapters("2027-01-01T09:00:00Z")) {
            company.meter.start();
            writes(company, Instant.parse("2027-01-01T10:10:00Z"));
            assertThat(company.tick(HourlyTicks.QUERY).errors())
                    .containsExactly(
                            "Somebody else writes these documents: csp-config is of 2027-01-01T10:10:00+00:00, and"
                                    + " was written here at 2027-01-01T09:00:00+00:00. Stop the adapter, or the other process: what"
                                    + " it bills, the customer pays twice.");
            assertThat(company.document(Document.CSP_CONFIG)).contains("Somebody else writes these documents");
            assertThat(company.tick(HourlyTicks.QUERY).errors()).isEmpty();
            writes(company, Instant.parse("2027-01-01T10:50:00Z"));
            assertThat(company.tick(HourlyTicks.QUERY).errors()).hasSize(1);
        }
    }

    @Test
    void ourOwnRestartIsNeitherRefusedNorTold() {
        try (Company company = company("one")) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.restart(company.listing);
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
            company.store.unwritable.add(Document.CSP_CONFIG);
            company.tick(HourlyTicks.QUERY);
            company.store.unwritable.clear();
            company.restart(company.listing);
            assertThat(company.tick(Duration.ofMinutes(1)).errors())
                    .noneMatch(error -> error.contains("Somebody else"));
        }
    }

    /** The replica that was at work writes its documents after the other one took over: the ledger knows that it was about to. */
    @Test
    void anotherReplicaOfOursIsNeitherRefusedNorTold() {
        try (Company company = company("one")) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            ProductMeter before = company.meter;
            Map<Document, String> older = Map.copyOf(company.store.documents);
            company.clock.advance(Duration.ofMinutes(5));
            before.tick();
            Map<Document, String> lateOnes = Map.copyOf(company.store.documents);
            company.store.documents.putAll(older);
            company.restart(company.listing);
            company.store.documents.putAll(lateOnes);
            assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEmpty();
        }
    }

    /** Its ledger is elsewhere, and it works on: two would bill the same. */
    @Test
    void anInstallationOfOursWithAnotherLedgerStopsTheStartAsAnAdapterDoes() {
        try (Company company = company("one");
                Company other = company("two")) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            other.clock.advance(Duration.ofMinutes(30));
            other.store.documents.putAll(company.store.documents);
            assertThatThrownBy(other.meter::start).hasMessageContaining("METER_ADAPTER_RUNS");
        }
    }
}
