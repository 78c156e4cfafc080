package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between the hash of a file and the commit of its rows somebody may write to it. */
class ReplacedFileTest {
    private static final String FIRST =
            new FocusBill().row(0, "vm-1", "1").row(1, "vm-2", "2").toString();
    private static final String OTHER =
            new FocusBill().row(0, "vm-1", "4").row(1, "vm-2", "2").toString();

    @TempDir
    Path root;

    private Installation here;

    @BeforeEach
    void open() {
        here = new Installation(root);
    }

    @AfterEach
    void close() {
        here.close();
    }

    /** Of the same length and with the same time of change: only the bytes tell. */
    @Test
    void aFileReplacedBeforeItIsReadIsRefusedAndNothingCounts() {
        Path bill = here.bill("oct.csv", FIRST);

        assertThatThrownBy(() -> importing("Reading " + bill, () -> here.bill("oct.csv", OTHER)))
                .hasMessage(
                        "IMPORT_FILE_REPLACED " + bill
                                + ": The file was replaced or written to while it was imported; nothing was changed. Import it again"
                                + " when it is at rest; who delivers it should write under another name and rename it at the end.");

        assertThat(here.costs("x_Row")).isEmpty();
        assertThat(here.run(Installation.focus(here.bills())).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.NEW);
        assertThat(here.costs("BilledCost::DECIMAL(9,1)")).containsExactly("2.0", "4.0");
    }

    @Test
    void aFileThatGrowsWhileItsRowsAreWrittenIsRefused() {
        here.bill("oct.csv", FIRST);

        assertThatThrownBy(() -> importing("Writing ", () -> here.bill("oct.csv", FIRST + "\n")))
                .hasMessageStartingWith("IMPORT_FILE_REPLACED ");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void aFileThatIsGoneBeforeTheCommitIsRefused() {
        Path bill = here.bill("oct.csv", FIRST);

        assertThatThrownBy(() -> importing("Writing ", () -> delete(bill)))
                .hasMessageStartingWith("IMPORT_FILE_REPLACED " + bill + ": The file was removed");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void aFileThatIsOnlyTouchedCounts() {
        here.bill("oct.csv", FIRST, 1_000);

        importing("Reading " + here.bills().resolve("oct.csv"), () -> here.bill("oct.csv", FIRST, 2_000));

        assertThat(here.costs("x_Row")).hasSize(2);
    }

    @Test
    void usageIsWatchedAsBillsAre() {
        String sample = "metric,unit,resource,consumer,hour,value\ncpu,h,vm-1,team-a,2026-10-01T00:00:00Z,";
        Path file = here.bill("usage.csv", sample + "1\n");
        Progress replacing = at("Reading ", () -> here.bill("usage.csv", sample + "2\n"), file.toString());

        assertThatThrownBy(() ->
                        here.run(Installation.usage(here.bills(), Map.of(), Map.of()), ImportRequest.ALL, replacing))
                .hasMessageStartingWith("IMPORT_FILE_REPLACED ");
        assertThat(here.samples("value")).isEmpty();
    }

    private void importing(String task, Runnable meanwhile) {
        here.run(Installation.focus(here.bills()), ImportRequest.ALL, at(task, meanwhile, ""));
    }

    /** Does something when a task begins: between two steps of the import. */
    private static Progress at(String task, Runnable meanwhile, String end) {
        return new Progress() {
            @Override
            public void start(String begun, long total, String unit) {
                if (begun.startsWith(task) && begun.endsWith(end)) {
                    meanwhile.run();
                }
            }

            @Override
            public void advanceTo(long done) {}

            @Override
            public void finish(String summary) {}
        };
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
