package org.apportion.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Leases;
import org.apportion.ledger.NamedSnapshot;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expiry of snapshots and gathering of file lists, each killed at every step. */
class RetentionTest {
    private static final String STATE = "2 rows, 14 | 2 rows, 14";
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int MONTHS = 8;

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
    void expiryRemovesWhatOnlyForgottenSnapshotsHadAndMayBeKilledAtEveryStep() {
        int steps = expire(rewritten("undisturbed"), NEVER);
        assertThat(steps).as("steps of an expiry").isGreaterThan(6);
        assertThat(DataFolders.dataFiles(folder.resolve("undisturbed"))).hasSize(2);
        for (int step = 0; step < steps; step++) {
            Path lake = rewritten("killed-" + step);
            expire(lake, step);
            expire(lake, NEVER);
            try (SmallLake small = SmallLake.in(lake, clock, LakeStep.Watch.NONE, engine)) {
                assertThat(small.state())
                        .as("state after a kill at step %s", step)
                        .isEqualTo(STATE);
            }
            assertThat(DataFolders.dataFiles(lake))
                    .as("data files after a kill at step %s", step)
                    .hasSize(2);
        }
    }

    @Test
    void theCurrentSnapshotCannotBeForgotten() {
        try (SmallLake small = SmallLake.in(rewritten("current"), clock, LakeStep.Watch.NONE, engine);
                LakeWriter writer = small.write()) {
            List<NamedSnapshot> all = small.ledger.read(tx -> tx.snapshots().all());

            assertThatThrownBy(() -> writer.expire(all)).hasMessageContaining("current snapshot");
            List<NamedSnapshot> after = small.ledger.read(tx -> tx.snapshots().all());
            assertThat(after).isEqualTo(all);
        }
    }

    @Test
    void gatheringFileListsKeepsEveryRowAndMayBeKilledAtEveryStep() {
        int steps = compact(manyMonths("undisturbed"), NEVER);
        assertThat(steps).as("steps of a compaction").isGreaterThan(2);
        for (int step = 0; step < steps; step++) {
            Path lake = manyMonths("killed-" + step);
            compact(lake, step);
            try (SmallLake small = SmallLake.in(lake, clock, LakeStep.Watch.NONE, engine)) {
                small.write().close();
                assertThat(small.sum(small.lake.current(), SmallLake.BILL, "cost"))
                        .as("rows after a kill at step %s", step)
                        .isEqualTo(2 * MONTHS + " rows, " + 6 * MONTHS);
            }
        }
    }

    /** Both tables three times: three rows, four, then two. */
    private Path rewritten(String name) {
        Path lake = folder.resolve(name);
        try (SmallLake small = SmallLake.in(lake, clock, LakeStep.Watch.NONE, engine)) {
            small.rewrite("2026-10", 3, "1", "first");
            small.rewrite("2026-10", 4, "5", "second");
            small.rewrite("2026-10", 2, "7", "third");
        }
        return lake;
    }

    private Path manyMonths(String name) {
        Path lake = folder.resolve("months-" + name);
        try (SmallLake small = SmallLake.in(lake, clock, LakeStep.Watch.NONE, engine);
                LakeWriter writer = small.write()) {
            for (int month = 1; month <= MONTHS; month++) {
                small.rewriteWith(writer, "2026-0" + month, 2, "3", "run-" + month);
            }
        }
        return lake;
    }

    private int expire(Path lake, int killedAt) {
        Killed.At watch = new Killed.At(killedAt);
        try (SmallLake small = SmallLake.in(lake, clock, watch, engine)) {
            LakeWriter writer = small.write();
            Map<String, Long> current = small.ledger.read(tx -> tx.snapshots().current());
            writer.expire(small.ledger.read(tx -> tx.snapshots().all()).stream()
                    .filter(named -> !Long.valueOf(named.snapshotId()).equals(current.get(named.table())))
                    .toList());
            writer.close();
        } catch (Killed e) {
            clock.forward(Leases.LIFETIME);
        }
        return watch.reached();
    }

    private int compact(Path lake, int killedAt) {
        Killed.At watch = new Killed.At(killedAt);
        try (SmallLake small = SmallLake.in(lake, clock, watch, engine)) {
            LakeWriter writer = small.write();
            LakeCommit commit = writer.compact(SmallLake.BILL).orElseThrow();
            small.ledger.useTransaction(tx -> writer.name(tx, List.of(commit), "compact"));
            writer.close();
        } catch (Killed e) {
            clock.forward(Leases.LIFETIME);
        }
        return watch.reached();
    }
}
