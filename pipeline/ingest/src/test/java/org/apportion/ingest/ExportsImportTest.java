package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apportion.ingest.delivery.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several exports under one source, such as those of two payer accounts: each has an age of its own. */
class ExportsImportTest {
    @TempDir
    Path root;

    private Installation here;

    @BeforeEach
    void open() {
        here = new Installation(root);
        export("a", 2, "10");
        export("b", 3, "1000");
        assertThat(run()).containsExactly(Verdict.NEW);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void anExportThatIsGoneStops() throws IOException {
        export("a", 4, "12");
        remove("b");

        assertThatThrownBy(this::run)
                .hasMessageStartingWith(
                        "IMPORT_ORDER_UNKNOWN focus 2026-10 all: Of the exports of the imported delivery"
                                + " aws 1 b 202610 is not here, so nothing says that this delivery is newer.");
        assertThat(costs()).containsExactly("a 10", "b 1000");

        here.run(Installation.focus(here.bills()), ImportRequest.ALL.replacing());
        assertThat(costs()).containsExactly("a 12");
    }

    @Test
    void anOlderManifestNeverHidesBehindANewerOneOfAnotherExport() {
        export("a", 5, "12");
        assertThat(run()).containsExactly(Verdict.REPLACED);
        export("a", 2, "10");
        assertThat(run()).containsExactly(Verdict.OLDER);
        export("b", 6, "1001");

        assertThatThrownBy(this::run)
                .hasMessageStartingWith(
                        "IMPORT_ORDER_UNKNOWN focus 2026-10 all: Of the exports of the imported delivery"
                                + " aws 1 a 202610 is here in an older state while aws 1 b 202610 is newer,");
        assertThat(costs()).containsExactly("a 12", "b 1000");

        export("a", 5, "12");
        assertThat(run()).containsExactly(Verdict.REPLACED);
        assertThat(costs()).containsExactly("a 12", "b 1001");
    }

    @Test
    void anExportIsNewerThanItsOwnFormerStateEvenBelowThatOfAnother() throws IOException {
        export("b", 9, "1001");
        run();
        Files.delete(here.bills().resolve("a/a.csv"));
        here.bill("a/again.csv", bill("a", "13"));
        manifest("a", 8, "again.csv");

        assertThat(run()).containsExactly(Verdict.REPLACED);
        assertThat(costs()).containsExactly("a 13", "b 1001");
    }

    @Test
    void aFurtherExportBesideTheKnownOnesContinuesTheDelivery() {
        export("c", 1, "5");

        assertThat(run()).containsExactly(Verdict.REPLACED);
        assertThat(costs()).containsExactly("a 10", "b 1000", "c 5");
    }

    @Test
    void anExportWhoseRowsAreAllTakenBackIsStillThere() {
        here.bill("b/b.csv", FocusBill.HEADING + "\n");
        manifest("b", 4, "b.csv");

        assertThat(run()).containsExactly(Verdict.REPLACED);
        assertThat(costs()).containsExactly("a 10");
        assertThat(run()).containsExactly(Verdict.UNCHANGED);
    }

    private void export(String name, int day, String cost) {
        here.bill(name + "/" + name + ".csv", bill(name, cost), day);
        manifest(name, day, name + ".csv");
    }

    private static String bill(String name, String cost) {
        return new FocusBill().row(name.charAt(0) - 'a', name, cost).toString();
    }

    private void manifest(String name, int day, String file) {
        here.bill(name + "/" + name + "-Manifest.json", """
                {"account": "1", "exportName": "%s", "billingPeriod": "2026-10", "updatedAt": "2026-11-%02dT10:00:00Z",
                 "dataFiles": ["s3://bucket/%s/%s"]}
                """.formatted(name, day, name, file));
    }

    private void remove(String name) throws IOException {
        Files.delete(here.bills().resolve(name + "/" + name + ".csv"));
        Files.delete(here.bills().resolve(name + "/" + name + "-Manifest.json"));
    }

    private Iterable<Verdict> run() {
        return here.run(Installation.focus(here.bills())).slices().stream()
                .map(SliceReport::verdict)
                .toList();
    }

    private Iterable<String> costs() {
        return here.costs("concat_ws(' ', ResourceId, BilledCost::INTEGER)");
    }
}
