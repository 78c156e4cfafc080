package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with one ledger and one lake import at once: one waits for the other. */
abstract class AbstractTwoImports {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Of a ledger that is new to each name. */
    abstract String address(String name) throws Exception;

    @Test
    void theSameBillImportedByTwoProcessesAtOnceCountsOnce() throws Exception {
        String address = address("same_bill");
        try (Installation here = Installation.on(folder, address, "test")) {
            here.bill("oct.csv", bill(0, 200));

            assertThat(importedAtOnce(address)).containsExactlyInAnyOrder("NEW", "UNCHANGED");

            assertThat(here.costs("count(*)::VARCHAR || ' rows, ' || sum(BilledCost)::DECIMAL(18,0)"))
                    .containsExactly("200 rows, 200");
        }
    }

    @Test
    void aBillRestatedWhileTwoProcessesImportIsReplacedOnce() throws Exception {
        String address = address("restated");
        try (Installation here = Installation.on(folder, address, "test")) {
            here.bill("oct.csv", bill(0, 200), 1_000);
            here.run(Installation.focus(here.bills()));
            here.bill("oct.csv", bill(0, 150), 2_000);

            assertThat(importedAtOnce(address)).containsExactlyInAnyOrder("REPLACED", "UNCHANGED");

            assertThat(here.costs("count(*)::VARCHAR")).containsExactly("150");
        }
    }

    /** One of them is killed with the lake in its hands and its files written: the other one takes over, and nothing is half there. */
    @Test
    void aKilledProcessLeavesTheOtherOneAWholeMonth() throws Exception {
        String address = address("killed");
        try (Installation here = Installation.on(folder, address, "test")) {
            here.bill("oct.csv", bill(0, 200));
            Process first = ImportProcess.startStopping(folder, address, 1);
            Process second = ImportProcess.start(folder, address, 2);
            ImportProcess.go(first);
            assertThat(first.inputReader().readLine()).isEqualTo("written");
            assertThatThrownBy(() -> here.lake().write(Duration.ZERO)).hasMessageStartingWith("LEDGER_BUSY ");
            ImportProcess.go(second);
            first.destroyForcibly().waitFor();

            assertThat(second.inputReader().readLine()).isEqualTo("NEW");
            assertThat(second.waitFor()).isZero();
            assertThat(here.costs("count(*)::VARCHAR")).containsExactly("200");
        }
    }

    private List<String> importedAtOnce(String address) throws IOException, InterruptedException {
        List<Process> processes =
                List.of(ImportProcess.start(folder, address, 1), ImportProcess.start(folder, address, 2));
        for (Process process : processes) {
            ImportProcess.go(process);
        }
        List<String> verdicts = new ArrayList<>();
        for (Process process : processes) {
            verdicts.add(process.inputReader().readLine());
            assertThat(process.waitFor()).isZero();
        }
        return verdicts;
    }

    private static String bill(int first, int rows) {
        FocusBill bill = new FocusBill();
        for (int i = first; i < first + rows; i++) {
            bill.row(i % 24, "vm-" + i, "1");
        }
        return bill.toString();
    }
}
