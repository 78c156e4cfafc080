package org.apportion.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed as a machine kills them. */
class TwoProcessesTest {
    private static final int KILLS = 4;
    private static final int LONGEST_LIFE_MILLIS = 600;
    private static final long SEED = 20261121;

    @TempDir
    Path folder;

    @Test
    void aWriterKilledAtRandomPointsLeavesBothTablesAlike() throws Exception {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = WriterProcess.start(folder, 1_000);
            process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            try (SmallLake small = SmallLake.in(folder)) {
                String seen = small.state();
                assertThat(seen).as("seed %s, kill %s", SEED, kill).satisfies(TwoProcessesTest::bothAlike);
                small.write().close();
                assertThat(small.state()).as("seed %s, kill %s", SEED, kill).isEqualTo(seen);
                assertThat(DataFolders.dataFiles(folder))
                        .as("seed %s, kill %s: one file per named snapshot", SEED, kill)
                        .hasSize(namedSnapshots(small));
            }
        }
    }

    @Test
    void manyFirstOpeningsAtOnceMakeOneLake() throws Exception {
        List<Process> first = List.of(WriterProcess.launch(folder, 1), WriterProcess.launch(folder, 1));
        for (Process process : first) {
            assertThat(process.waitFor()).isZero();
        }
        try (SmallLake small = SmallLake.in(folder)) {
            assertThat(small.state()).isEqualTo("1 rows, 1 | 1 rows, 1");
        }
    }

    @Test
    void theSecondProcessIsToldWhoHoldsTheLake() throws Exception {
        Process holder = WriterProcess.start(folder, 0);
        try (SmallLake small = SmallLake.in(folder)) {
            assertThatThrownBy(() -> small.lake.write(Duration.ofMillis(200)))
                    .hasMessageStartingWith("LEDGER_BUSY lake:")
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void theSecondProcessWaitsUntilTheFirstIsDone() throws Exception {
        Process holder = WriterProcess.start(folder, 3);
        try (SmallLake small = SmallLake.in(folder);
                LakeWriter writer = small.lake.write(Duration.ofSeconds(60))) {
            assertThat(writer).isNotNull();
            assertThat(small.state()).isEqualTo("1 rows, 3 | 1 rows, 3");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void readersSeeWholeStatesWhileAnotherProcessReplaces() throws IOException, InterruptedException {
        Process writer = WriterProcess.start(folder, 6);
        AtomicBoolean seenSome = new AtomicBoolean();
        try (SmallLake small = SmallLake.in(folder)) {
            while (writer.isAlive()) {
                String seen = small.state();
                bothAlike(seen);
                seenSome.set(seenSome.get() || !seen.startsWith("0"));
            }
            assertThat(writer.waitFor()).isZero();
            assertThat(small.state()).isEqualTo("1 rows, 6 | 1 rows, 6");
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(seenSome).as("the reader ran while the writer wrote").isTrue();
    }

    private static void bothAlike(String state) {
        String[] tables = state.split(" \\| ", 2);
        assertThat(tables[0]).isEqualTo(tables[1]);
    }

    private static int namedSnapshots(SmallLake small) {
        return small.ledger.read(tx -> tx.snapshots().kept("bill").size()
                + tx.snapshots().kept("share").size());
    }
}
