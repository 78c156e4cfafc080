package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed as a machine kills them, while they take a restated month from files to files. */
class KilledProcessTest {
    private static final int KILLS = 5;
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final long SEED = 20261121;
    private static final List<String> KAFKA = List.of("10.00", "12.00");

    @TempDir
    Path folder;

    @Test
    void afterAnyKillTheNextRunGivesWhatAnUndisturbedOneGives() throws Exception {
        SmallCompany company = SmallCompany.in(folder);
        company.importAndRun();
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            company.write("bills/october.csv", SmallCompany.bill(KAFKA.get(kill % 2)), 1_000 + kill);
            Process process = MonthProcess.start(company);
            process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();

            try (Workspace workspace = company.open(InstantSource.system())) {
                assertThat(SmallCompany.charges(workspace))
                        .as("seed %s, kill %s: a whole month", SEED, kill)
                        .hasSize(11)
                        .containsAnyOf("2026-10-01 principal:alice 7.5 EUR", "2026-10-01 principal:alice 9 EUR");
                SmallCompany.imports(workspace);
                SmallCompany.run(workspace);
                assertThat(SmallCompany.charges(workspace))
                        .as("seed %s, kill %s: the month of now", SEED, kill)
                        .hasSize(11)
                        .contains("2026-10-01 principal:alice " + (kill % 2 == 0 ? "7.5" : "9") + " EUR");
                assertThat(LakeFolder.orphans(company, workspace))
                        .as("seed %s, kill %s: files left over", SEED, kill)
                        .isEmpty();
            }
        }
    }

    @Test
    void theSecondProcessWaitsForTheFirst() throws Exception {
        SmallCompany company = SmallCompany.in(folder);
        Process first = MonthProcess.start(company);
        Process second = MonthProcess.start(company);

        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();

        try (Workspace workspace = company.open(InstantSource.system())) {
            assertThat(SmallCompany.charges(workspace)).hasSize(11);
            List<Run> runs = workspace.ledger().read(tx -> tx.runs().latest(10));
            assertThat(runs).extracting(Run::state).containsExactly(RunState.COMMITTED, RunState.COMMITTED);
        }
    }
}
