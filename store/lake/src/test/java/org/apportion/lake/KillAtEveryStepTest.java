package org.apportion.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apportion.ledger.Leases;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops a writer at each of its steps, from the first file to the last, then opens the lake again. What is seen must be the
 * old state until the name is committed, in both tables alike; and a writer that then finishes its work must leave exactly the files of an
 * undisturbed one.
 */
class KillAtEveryStepTest {
    private static final String OLD = "3 rows, 3 | 3 rows, 3";
    private static final String NEW = "2 rows, 14 | 2 rows, 14";
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private Engine engine;

    @BeforeEach
    void openEngine() {
        engine = SmallLake.engine(folder.resolve("spill"));
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void replacingIsAllOrNothingAtEveryStep() {
        Path undisturbed = prepared("undisturbed");
        int steps = writeNew(undisturbed, NEVER);
        assertThat(steps).as("steps of one replacement").isGreaterThan(10);
        for (int step = 0; step < steps; step++) {
            Path lake = prepared("killed-" + step);
            writeNew(lake, step);
            assertThat(stateAfterRecovery(lake))
                    .as("state after a kill at step %s", step)
                    .isEqualTo(OLD);
            assertThat(DataFolders.dataFiles(lake))
                    .as("data files after a kill at step %s", step)
                    .hasSize(2);
            writeNew(lake, NEVER);
            assertThat(stateAfterRecovery(lake))
                    .as("finished after a kill at step %s", step)
                    .isEqualTo(NEW);
            assertThat(DataFolders.withoutHistory(lake))
                    .as("files after a kill at step %s", step)
                    .hasSameSizeAs(DataFolders.withoutHistory(undisturbed));
        }
    }

    @Test
    void theFirstEverWriteLeavesNothingWhenItIsKilled() {
        Path undisturbed = folder.resolve("first");
        int steps = writeNew(undisturbed, NEVER);
        for (int step = 0; step < steps; step++) {
            Path lake = folder.resolve("first-" + step);
            writeNew(lake, step);
            assertThat(stateAfterRecovery(lake))
                    .as("state after a kill at step %s", step)
                    .isEqualTo("0 rows, 0 | 0 rows, 0");
            assertThat(DataFolders.files(lake))
                    .as("files after a kill at step %s", step)
                    .containsExactly(Path.of("lake.id"));
        }
    }

    @Test
    void recoveryItselfMayBeKilledAtEveryStep() {
        int lastBeforeNaming = writeNew(prepared("probe"), NEVER) - 1;
        int steps = recover(broken("recovered", lastBeforeNaming), NEVER);
        assertThat(steps).as("steps of a recovery").isGreaterThan(5);
        for (int step = 0; step < steps; step++) {
            Path lake = broken("recovery-" + step, lastBeforeNaming);
            recover(lake, step);
            assertThat(stateAfterRecovery(lake))
                    .as("recovery killed at step %s", step)
                    .isEqualTo(OLD);
            assertThat(DataFolders.dataFiles(lake)).hasSize(2);
        }
    }

    @Test
    void whatIsNamedCountsEvenIfTheWriterIsKilledBeforeItCloses() {
        Path lake = prepared("named");
        try (SmallLake small = SmallLake.in(lake, clock, LakeStep.Watch.NONE, engine)) {
            small.rewriteWith(small.write(), "2026-10", 2, "7", "new");
            clock.forward(Leases.LIFETIME);
        }
        assertThat(stateAfterRecovery(lake)).isEqualTo(NEW);
        assertThat(DataFolders.dataFiles(lake)).as("old and new files are kept").hasSize(4);
    }

    private Path broken(String name, int killedAt) {
        Path lake = prepared(name);
        writeNew(lake, killedAt);
        return lake;
    }

    /** Three rows in each table, named. */
    private Path prepared(String name) {
        Path lake = folder.resolve(name);
        try (SmallLake small = SmallLake.in(lake, clock, LakeStep.Watch.NONE, engine)) {
            small.rewrite("2026-10", 3, "1", "old");
        }
        return lake;
    }

    /** Replaces both tables with two rows; killed at a step. Answers how many steps there were. */
    private int writeNew(Path lake, int killedAt) {
        Killed.At watch = new Killed.At(killedAt);
        SmallLake small = SmallLake.in(lake, clock, watch, engine);
        try (small) {
            LakeWriter writer = small.write();
            small.rewriteWith(writer, "2026-10", 2, "7", "new");
            writer.close();
        } catch (Killed e) {
            clock.forward(Leases.LIFETIME);
        }
        return watch.reached();
    }

    private int recover(Path lake, int killedAt) {
        Killed.At watch = new Killed.At(killedAt);
        try (SmallLake small = SmallLake.in(lake, clock, watch, engine)) {
            small.write().close();
        } catch (Killed e) {
            clock.forward(Leases.LIFETIME);
        }
        return watch.reached();
    }

    private String stateAfterRecovery(Path lake) {
        try (SmallLake small = SmallLake.in(lake, clock, LakeStep.Watch.NONE, engine)) {
            String before = small.state();
            small.write().close();
            assertThat(small.state())
                    .as("readers see the same before and after recovery")
                    .isEqualTo(before);
            return before;
        }
    }
}
