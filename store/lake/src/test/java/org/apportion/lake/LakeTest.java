package org.apportion.lake;

import static java.util.Objects.requireNonNull;
import static org.apportion.lake.SmallLake.BILL;
import static org.apportion.lake.SmallLake.SHARE;
import static org.apportion.lake.SmallLake.bill;
import static org.apportion.lake.SmallLake.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    @TempDir
    Path folder;

    private SmallLake small;

    @BeforeEach
    void open() {
        small = SmallLake.in(folder);
    }

    @AfterEach
    void close() {
        small.close();
    }

    @Test
    void aNewLakeHasNoRows() {
        assertThat(small.state()).isEqualTo("0 rows, 0 | 0 rows, 0");
    }

    @Test
    void namedRowsAreSeenInAllTables() {
        small.rewrite("2026-10", 3, "1.5", "first");
        assertThat(small.state()).isEqualTo("3 rows, 4.5 | 3 rows, 4.5");
    }

    @Test
    void replacingASliceLeavesTheOthers() {
        small.rewrite("2026-09", 2, "1", "september");
        small.rewrite("2026-10", 3, "1", "october");
        small.rewrite("2026-10", 1, "7", "october again");
        // 2 x 1 of September, 1 x 7 of October
        assertThat(small.state()).isEqualTo("3 rows, 9 | 3 rows, 9");
    }

    @Test
    void committedRowsAreNotSeenBeforeTheyAreNamed() {
        small.rewrite("2026-10", 3, "1", "first");
        try (LakeWriter writer = small.write()) {
            Staged staged = writer.stage(BILL, slice("2026-10", "s"), bill("2026-10", "s", 5, "9"));
            writer.replace(BILL, List.of(slice("2026-10", "s")), List.of(staged));
            assertThat(small.state()).isEqualTo("3 rows, 3 | 3 rows, 3");
        }
        assertThat(small.state()).isEqualTo("3 rows, 3 | 3 rows, 3");
    }

    @Test
    void aWriterThatNamedNothingLeavesNoFileBehind() throws Exception {
        small.rewrite("2026-10", 3, "1", "first");
        List<Path> before = DataFolders.dataFiles(folder);
        try (LakeWriter writer = small.write()) {
            Staged staged = writer.stage(BILL, slice("2026-10", "s"), bill("2026-10", "s", 5, "9"));
            writer.replace(BILL, List.of(slice("2026-10", "s")), List.of(staged));
            writer.stage(SHARE, Map.of("month", "2026-11"), SmallLake.share("2026-11", 5, "9"));
        }
        assertThat(DataFolders.dataFiles(folder)).isEqualTo(before);
    }

    @Test
    void aViewStaysAsItWasWhenItsRowsAreReplaced() {
        small.rewrite("2026-10", 3, "1", "first");
        LakeView before = small.lake.current();
        small.rewrite("2026-10", 1, "7", "second");
        assertThat(small.sum(before, BILL, "cost")).isEqualTo("3 rows, 3");
        assertThat(small.sum(small.lake.at(before.snapshots()), SHARE, "amount"))
                .isEqualTo("3 rows, 3");
    }

    @Test
    void severalCommitsOfOneWriterBuildOnEachOther() {
        try (LakeWriter writer = small.write()) {
            LakeCommit first = replace(writer, "a", 2);
            LakeCommit second = replace(writer, "b", 3);
            assertThat(second.addedRows()).isEqualTo(3);
            assertThat(second.removedRows()).isZero();
            small.ledger.useTransaction(tx -> writer.name(tx, List.of(first, second), "both"));
        }
        assertThat(small.sum(small.lake.current(), BILL, "cost")).isEqualTo("5 rows, 5");
    }

    @Test
    void aSliceCanBeEmptied() {
        small.rewrite("2026-10", 3, "1", "first");
        small.rewrite("2026-10", 0, "1", "empty");
        assertThat(small.state()).isEqualTo("0 rows, 0 | 0 rows, 0");
    }

    @Test
    void severalSlicesAreReplacedByOneCommonValue() {
        try (LakeWriter writer = small.write()) {
            LakeCommit a = replace(writer, "a", 2);
            LakeCommit b = replace(writer, "b", 3);
            LakeCommit none = writer.replace(BILL, List.of(Map.of("month", "2026-10")), List.of());
            assertThat(none.removedRows()).isEqualTo(5);
            small.ledger.useTransaction(tx -> writer.name(tx, List.of(a, b, none), "emptied"));
        }
        assertThat(small.state()).isEqualTo("0 rows, 0 | 0 rows, 0");
    }

    @Test
    void aRowOfAnotherSliceIsRefused() {
        try (LakeWriter writer = small.write()) {
            assertThatThrownBy(() -> writer.stage(BILL, slice("2026-10", "t"), bill("2026-10", "s", 5, "9")))
                    .hasMessageStartingWith("LAKE_SLICE_MIXED bill: 5 rows do not belong to the slice");
        }
        assertThat(DataFolders.dataFiles(folder)).isEmpty();
    }

    @Test
    void filesAreChosenByPartition() {
        small.rewrite("2026-09", 2, "1", "september");
        small.rewrite("2026-10", 3, "1", "october");
        LakeView view = small.lake.current();
        assertThat(view.files(BILL, FileFilter.ALL)).hasSize(2);
        assertThat(view.files(BILL, FileFilter.ALL.is("month", "2026-10"))).hasSize(1);
        assertThat(view.files(BILL, FileFilter.ALL.in("month", List.of("2026-08", "2026-09"))))
                .hasSize(1);
        assertThat(view.files(BILL, FileFilter.ALL.in("month", List.of()))).isEmpty();
    }

    @Test
    void filesAreChosenByTheValuesTheyHold() {
        try (LakeWriter writer = small.write()) {
            // Rows 1 to 2 hold the first two days of their month.
            Staged a = writer.stage(BILL, slice("2026-10", "a"), bill("2026-10", "a", 2, "-0.000000000000000001"));
            Staged b = writer.stage(BILL, slice("2026-11", "b"), bill("2026-11", "b", 2, "5"));
            LakeCommit commit =
                    writer.replace(BILL, List.of(slice("2026-10", "a"), slice("2026-11", "b")), List.of(a, b));
            small.ledger.useTransaction(tx -> writer.name(tx, List.of(commit), "both"));
        }
        LakeView view = small.lake.current();
        LocalDate second = LocalDate.of(2026, 10, 2);
        assertThat(view.files(BILL, FileFilter.ALL.between("day", second, second.plusDays(1))))
                .hasSize(1);
        assertThat(view.files(BILL, FileFilter.ALL.between("day", second.plusDays(1), second.plusDays(2))))
                .isEmpty();
        assertThat(view.files(
                        BILL,
                        FileFilter.ALL.between(
                                "hour", Instant.parse("2026-11-01T02:00:00Z"), Instant.parse("2026-11-01T03:00:00Z"))))
                .hasSize(1);
        assertThat(view.files(BILL, FileFilter.ALL.is("id", 3))).isEmpty();
    }

    @Test
    void valuesComeBackExactly() {
        try (LakeWriter writer = small.write()) {
            String select = "SELECT '2026-10', 'it''s/odd*', 9223372036854775807, DATE '2026-10-31',"
                    + " TIMESTAMP '2026-10-31 23:59:59.999999', -12345678901234567890.000000000000000001,"
                    + " 0.000000001, MAP {'k': NULL, 'Ä': 'ö'}";
            Map<String, String> slice = slice("2026-10", "it's/odd*");
            LakeCommit commit = writer.replace(BILL, List.of(slice), List.of(writer.stage(BILL, slice, select)));
            small.ledger.useTransaction(tx -> writer.name(tx, List.of(commit), "odd"));
        }
        String from = small.lake.current().relation(BILL, FileFilter.ALL.is("slice", "it's/odd*"));
        List<String> found = small.engine.query(
                "SELECT id, cost, quantity, tags FROM " + from,
                row -> row.number(0) + " " + row.decimal(1) + " "
                        + requireNonNull(row.decimal(2)).toPlainString() + " " + new TreeMap<>(row.textMap(3)));
        assertThat(found)
                .containsExactly(
                        "9223372036854775807 -12345678901234567890.000000000000000001 0.000000001 {k=null, Ä=ö}");
    }

    private LakeCommit replace(LakeWriter writer, String slice, int rows) {
        Map<String, String> key = slice("2026-10", slice);
        Staged staged = writer.stage(BILL, key, bill("2026-10", slice, rows, "1"));
        return writer.replace(BILL, List.of(key), List.of(staged));
    }
}
