package org.apportion.metering.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apportion.metering.document.Dates;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tick does to the documents, and they to it. Periods are hours. */
final class TickDocumentsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void documentsThatCannotBeSavedAreToldUntilTheyCan() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.store.unwritable.add(Document.CACHE);
            company.tick(HourlyTicks.QUERY);
            assertThat(company.document(Document.CSP_CONFIG)).contains("[\"cache failed to save: disk full\"]");

            company.store.unwritable.add(Document.CSP_CONFIG);
            company.tick(HourlyTicks.QUERY);
            company.store.unwritable.clear();
            company.restart(company.listing);
            company.tick(HourlyTicks.QUERY);

            assertThat(company.document(Document.CSP_CONFIG))
                    .contains("[\"cache failed to save: disk full\", \"`csp-config` failed to save: disk full\"]");
            company.tick(HourlyTicks.QUERY);
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"errors\": []");
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
        }
    }

    @Test
    void aStoreThatCannotBeReadStopsTheStart() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 1, HourlyTicks.USERS))) {
            company.store.unreadable.add(Document.CACHE);

            assertThatThrownBy(company.meter::start).hasMessageContaining("METER_DOCUMENT_UNREADABLE");
        }
    }

    /** The documents live on where the ledger's disk does not. */
    @Test
    void aLedgerOlderThanItsDocumentsStopsTheStart() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY.multipliedBy(2));
            company.restart(company.listing);
            company.store.documents.put(
                    Document.CSP_CONFIG,
                    company.document(Document.CSP_CONFIG)
                            .replace("\"last_billed\": \"2027-01-01T11", "\"last_billed\": \"2027-01-01T12"));

            assertThatThrownBy(() -> company.restart(company.listing))
                    .hasMessageContaining("METER_TAKEOVER_FAILED shop: The documents tell a bill of"
                            + " 2027-01-01T12:00:00+00:00 that the ledger does not know");
        }
    }

    @Test
    void aLedgerThatLacksSamplesOfTheCacheStopsTheStartUntilTheyAreGivenUp() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            String cache = company.document(Document.CACHE);
            String told = Dates.text(company.clock.instant());
            assertThat(cache).contains("\"reporting_time\": \"" + told);
            company.restart(company.listing);
            String later = Dates.text(company.clock.instant().plusSeconds(60));
            company.store.documents.put(
                    Document.CACHE, cache.replace("\"reporting_time\": \"" + told, "\"reporting_time\": \"" + later));

            assertThatThrownBy(() -> company.restart(company.listing))
                    .hasMessageContaining("METER_TAKEOVER_FAILED shop: The cache tells a sample of " + later
                            + " that the ledger does not know");
            assertThat(company.document(Document.CACHE)).contains(later);
            company.store.documents.remove(Document.CACHE);
            company.restart(company.listing);
        }
    }

    @Test
    void lostDocumentsGiveNoNewTrial() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 1, HourlyTicks.USERS))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY.multipliedBy(3));
            company.store.documents.clear();
            company.restart(company.listing);

            company.tick(HourlyTicks.QUERY.multipliedBy(2));

            assertThat(company.document(Document.CACHE)).contains("\"trial_remaining\": 0");
            assertThat(HourlyTicks.billed(company)).containsExactly("seats=3");
        }
    }

    @Test
    void aPeriodStaysInTheDocumentsUntilTheMarketplaceTakesIt() {
        boolean[] throttled = {true};
        Faults faults = new Faults() {
            @Override
            public Fault next(org.apportion.model.metering.MeterRecord record) {
                return throttled[0] ? Fault.THROTTLED : Fault.NONE;
            }

            @Override
            public boolean readBackFails() {
                return false;
            }
        };
        ProductListing listing =
                HourlyTicks.hourly(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, 0, HourlyTicks.USERS);
        try (Company company = HourlyTicks.company(folder, listing, Company.rules(), faults)) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            TickReport refused = company.tick(HourlyTicks.QUERY.multipliedBy(2));

            assertThat(refused.errors()).containsExactly("throttled");
            assertThat(company.document(Document.CSP_CONFIG))
                    .contains("\"billing_api_access_ok\": false", "\"last_billed\": \"\"");
            assertThat(company.document(Document.CACHE))
                    .contains("\"next_bill_time\": \"2027-01-01T11:00:00+00:00\"", "\"last_bill\": {}");

            throttled[0] = false;
            TickReport taken = company.tick(HourlyTicks.QUERY);
            assertThat(taken.errors()).isEmpty();
            assertThat(taken.billed()).isEqualTo(1);
            assertThat(company.document(Document.CACHE))
                    .contains("\"next_bill_time\": \"2027-01-01T12:00:00+00:00\"", "\"record_id\": \"id-1\"");
            assertThat(company.document(Document.CSP_CONFIG)).contains("\"billing_api_access_ok\": true");
        }
    }

    @Test
    void theFormsOfCompatAreTheAdaptersOwn() {
        try (Company company = HourlyTicks.company(
                folder, HourlyTicks.hourly(MeteringModes.COMPAT, SamplePolicy.STANDARD, 0, HourlyTicks.USERS))) {
            company.meter.start();
            company.tick(HourlyTicks.QUERY);
            company.tick(HourlyTicks.QUERY.multipliedBy(2));

            assertThat(company.document(Document.CACHE))
                    .contains("\"last_bill\": {\"dimensions\": {\"seats\": 3}, \"billing_status\": {\"seats\":"
                            + " {\"record_id\": \"id-1\", \"status\": \"submitted\"}}, \"metering_time\":"
                            + " \"2027-01-01T11:00:00+00:00\"}");
            assertThat(company.document(Document.ARCHIVE)).contains("\"status\": \"submitted\"");
            company.store.unwritable.add(Document.CACHE);
            assertThat(company.tick(HourlyTicks.QUERY).errors()).isEmpty();
            assertThat(company.document(Document.CSP_CONFIG)).contains("Cache failed to save: disk full");
        }
    }
}
