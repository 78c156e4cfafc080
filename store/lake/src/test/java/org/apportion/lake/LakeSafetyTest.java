package org.apportion.lake;

import static org.apportion.lake.SmallLake.BILL;
import static org.apportion.lake.SmallLake.SHARE;
import static org.apportion.lake.SmallLake.bill;
import static org.apportion.lake.SmallLake.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.ledger.Leases;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must never happen to somebody's bills. */
class LakeSafetyTest {
    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();

    @Test
    void aLakeOfAnotherLedgerIsLeftAlone() throws IOException {
        try (SmallLake small = open()) {
            small.rewrite("2026-10", 3, "1", "first");
        }
        List<Path> before = DataFolders.files(folder);
        Files.delete(folder.resolve("ledger.db"));
        assertThatThrownBy(this::open).hasMessageStartingWith("LAKE_OF_OTHER_LEDGER");
        assertThat(DataFolders.files(folder)).isEqualTo(before);
    }

    @Test
    void aLakeThatIsNotMountedIsNotMadeAnew() throws IOException {
        try (SmallLake small = open()) {
            small.rewrite("2026-10", 3, "1", "first");
        }
        Files.move(folder.resolve("lake"), folder.resolve("unmounted"));
        assertThatThrownBy(this::open).hasMessageStartingWith("LAKE_MISSING");
        assertThat(DataFolders.files(folder)).isEmpty();

        deleteTree(folder.resolve("lake"));
        Files.move(folder.resolve("unmounted"), folder.resolve("lake"));
        try (SmallLake small = open()) {
            assertThat(small.state()).isEqualTo("3 rows, 3 | 3 rows, 3");
        }
    }

    @Test
    void aMovedLakeSaysWhereItWas() throws IOException {
        try (SmallLake small = open()) {
            small.rewrite("2026-10", 3, "1", "first");
        }
        Path moved = Files.createDirectories(folder.resolve("elsewhere"));
        Files.move(folder.resolve("lake"), moved.resolve("lake"));
        Files.move(folder.resolve("ledger.db"), moved.resolve("ledger.db"));
        assertThatThrownBy(() -> SmallLake.in(moved, clock, LakeStep.Watch.NONE))
                .hasMessageStartingWith("LAKE_MISSING")
                .hasMessageContaining("was made in " + folder.toRealPath().resolve("lake"));
    }

    @Test
    void aFolderThatCannotBeWrittenChangesNothing() throws IOException {
        try (SmallLake small = open()) {
            small.rewrite("2026-10", 3, "1", "first");
            try (LakeWriter writer = small.write()) {
                Staged staged = writer.stage(BILL, slice("2026-10", "s"), bill("2026-10", "s", 5, "9"));
                Path metadata = folder.resolve("lake/bill/metadata");
                Path aside = folder.resolve("aside");
                blockNewFiles(metadata, aside);
                assertThatThrownBy(() -> writer.replace(BILL, List.of(slice("2026-10", "s")), List.of(staged)))
                        .hasMessageMatching("LAKE_(WRITE_FAILED|DAMAGED) bill: .*");
                Files.delete(metadata);
                Files.move(aside, metadata);
            }
            assertThat(small.state()).isEqualTo("3 rows, 3 | 3 rows, 3");
            assertThat(DataFolders.dataFiles(folder)).hasSize(2);
            small.rewrite("2026-10", 1, "7", "second");
            assertThat(small.state()).isEqualTo("1 rows, 7 | 1 rows, 7");
        }
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsAClearError() throws IOException {
        try (SmallLake small = open()) {
            small.rewrite("2026-10", 3, "1", "first");
            Files.writeString(folder.resolve("lake/bill/data/month-2026-11"), "in the way");
            try (LakeWriter writer = small.write()) {
                assertThatThrownBy(() -> writer.stage(BILL, slice("2026-11", "s"), bill("2026-11", "s", 5, "9")))
                        .hasMessageStartingWith("LAKE_WRITE_FAILED bill:");
            }
            assertThat(small.state()).isEqualTo("3 rows, 3 | 3 rows, 3");
        }
    }

    @Test
    void aWriterThatSleptTooLongCannotName() {
        try (SmallLake first = open();
                SmallLake second = open()) {
            LakeWriter sleeper = first.write();
            Staged staged = sleeper.stage(BILL, slice("2026-10", "s"), bill("2026-10", "s", 5, "9"));
            LakeCommit commit = sleeper.replace(BILL, List.of(slice("2026-10", "s")), List.of(staged));
            clock.forward(Leases.LIFETIME);
            second.rewrite("2026-10", 3, "1", "successor");
            assertThatThrownBy(() -> first.ledger.useTransaction(tx -> sleeper.name(tx, List.of(commit), "sleeper")))
                    .hasMessageStartingWith("LEDGER_LEASE_LOST lake:");
            sleeper.close();
            assertThat(second.state()).isEqualTo("3 rows, 3 | 3 rows, 3");
        }
    }

    @Test
    void whatASleeperCommitsLateIsTakenBackByTheNextWriter() {
        try (SmallLake first = open();
                SmallLake second = open()) {
            second.rewrite("2026-10", 3, "1", "before");
            LakeWriter sleeper = first.write();
            clock.forward(Leases.LIFETIME);
            second.rewrite("2026-10", 2, "1", "successor");
            assertThatThrownBy(() -> first.rewriteWith(sleeper, "2026-10", 5, "9", "sleeper"))
                    .hasMessageStartingWith("LEDGER_LEASE_LOST");
            sleeper.close();
            second.write().close();
            assertThat(second.state()).isEqualTo("2 rows, 2 | 2 rows, 2");
            assertThat(DataFolders.dataFiles(folder))
                    .as("two of each table are named")
                    .hasSize(4);
        }
    }

    @Test
    void aSecondWriterIsToldWhoHoldsTheLake() {
        try (SmallLake first = open();
                SmallLake second = open();
                LakeWriter writer = first.write()) {
            assertThat(writer).isNotNull();
            assertThatThrownBy(second::write)
                    .hasMessageStartingWith(
                            "LEDGER_BUSY lake: it is being written by " + System.getProperty("user.name"))
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + ", since 2026-11-02T09:00:00Z.");
        }
    }

    @Test
    void aTableMadeWithOtherColumnsIsRefused() {
        try (SmallLake small = open();
                LakeWriter writer = small.write()) {
            small.rewriteWith(writer, "2026-10", 3, "1", "first");
            TableSchema changed = new TableSchema(
                    "share",
                    Stream.concat(
                                    SHARE.columns().stream(),
                                    Stream.of(Column.optional("note", ColumnType.STRING, "Note.")))
                            .toList(),
                    SHARE.partition(),
                    SHARE.sort());
            assertThatThrownBy(() -> writer.replace(changed, List.of(), List.of()))
                    .hasMessageStartingWith("LAKE_SCHEMA_DIFFERS share:")
                    .hasMessageContaining("note");
        }
    }

    private SmallLake open() {
        return SmallLake.in(folder, clock, LakeStep.Watch.NONE);
    }

    /** Puts a file where the folder was; works for every user, root too. */
    private static void blockNewFiles(Path target, Path aside) throws IOException {
        Files.move(target, aside);
        Files.writeString(target, "in the way");
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
