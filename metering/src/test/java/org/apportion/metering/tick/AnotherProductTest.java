package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.apportion.metering.Products.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apportion.metering.Products;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files that use one ledger and name no product meter one product together; that is told. */
final class AnotherProductTest {
    @TempDir
    private Path folder = Path.of("");

    private static ProductListing listing(String code) {
        return listing("shop", code);
    }

    private static ProductListing listing(String name, String code) {
        ProductListing any = Products.daily(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));
        return new ProductListing(
                name,
                code,
                any.customers(),
                any.billing(),
                any.reporting(),
                any.metrics(),
                any.marketplace(),
                any.usage(),
                any.store(),
                any.samples(),
                any.archive(),
                any.modes());
    }

    private Company company(String code) {
        return new Company(folder, listing(code), "2027-01-01T10:00:00Z", Company.rules(), Faults.none())
                .using(at -> reading(at.toString(), "users", "1"));
    }

    @Test
    void aProductCodeThatChangesIsToldOnce() {
        String told = "The ledger has metered 'shop' with the product_code 'a1', and now it is 'b2'. If these are two"
                + " products, their usage is billed together: give each a name, or a ledger of its own.";
        try (Company company = company("a1")) {
            company.meter.start();
            assertThat(company.tick(Duration.ofHours(1)).errors()).isEmpty();

            assertThat(company.restart(listing("b2"))).contains(told);
            assertThat(company.tick(Duration.ofHours(1)).errors()).containsExactly(told);
            assertThat(company.tick(Duration.ofHours(1)).errors()).isEmpty();
            assertThat(company.restart(listing("b2"))).isEmpty();
        }
    }

    @Test
    void anotherProductWithDocumentsOfItsOwnIsRefused() {
        try (Company company = company("a1")) {
            company.meter.start();
            company.tick(Duration.ofHours(1));
            Map<DocumentStore.Document, String> ours = Map.copyOf(company.store.documents);
            company.store.documents.clear();

            assertThatThrownBy(() -> company.restart(listing("b2")))
                    .hasMessageContaining("The ledger has metered it with the product_code 'a1' and other documents;"
                            + " now it is 'b2', so the usage of two products would be billed together.");

            company.store.documents.putAll(ours);
            assertThat(company.restart(listing("a1"))).isEmpty();
            assertThat(company.tick(Duration.ofHours(1)).errors()).isEmpty();
        }
    }

    @Test
    void documentsOfAnotherProductOfTheLedgerAreNotTakenOver() {
        try (Company company = company("a1")) {
            company.meter.start();
            company.tick(Duration.ofHours(1));
            try (Company renamed = new Company(
                    folder, listing("store", "a1"), "2027-01-01T12:00:00Z", Company.rules(), Faults.none())) {
                renamed.store.documents.putAll(company.store.documents);

                assertThatThrownBy(renamed.meter::start)
                        .hasMessageContaining("METER_TAKEOVER_FAILED store: The documents are those of shop, which this"
                                + " ledger meters");
            }
        }
    }

    @Test
    void aNewVersionOfTheSameProductIsNone() {
        try (Company company = company("pub:product:plan:1.0")) {
            company.meter.start();

            assertThat(company.restart(listing("pub:product:gold:2.0"))).isEmpty();
        }
    }
}
