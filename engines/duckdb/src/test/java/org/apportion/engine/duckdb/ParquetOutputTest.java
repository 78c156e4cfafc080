package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Engine;
import org.apportion.spi.NumberedColumn;
import org.apportion.spi.WrittenFile;
import org.apportion.spi.WrittenFile.ColumnStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetOutputTest {
    private static final NumberedColumn NAME = numbered("it's \"a\" name", ColumnType.STRING, true, 3);
    private static final NumberedColumn COST = numbered("Cost", ColumnType.MONEY, false, 4);
    private static final NumberedColumn START = numbered("Start", ColumnType.TIMESTAMP, false, 5);
    private static final NumberedColumn DAY = numbered("Day", ColumnType.DATE, false, 6);
    private static final NumberedColumn COUNT = numbered("Count", ColumnType.INT, false, 7);
    private static final NumberedColumn TAGS =
            new NumberedColumn(Column.optional("Tags", ColumnType.STRING_MAP, "tags"), 8, 10, 11);

    @TempDir
    Path folder;

    private Engine engine;

    @BeforeEach
    void open() {
        engine = Sessions.open(folder.resolve("spill"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aFileIsReadBackWithItsTypesIdsAndStatistics() throws IOException {
        Path file = folder.resolve("it's.parquet");
        WrittenFile written = engine.write(
                "SELECT * FROM (VALUES ('b', -1.5, TIMESTAMP '2026-10-01 00:00:00', DATE '2026-10-01', 7, MAP {'k': NULL}),"
                        + " ('a', 2.25, TIMESTAMP '2026-10-02 01:02:03.000004', NULL, 9, NULL)) v",
                file,
                List.of(NAME, COST, START, DAY, COUNT, TAGS));

        assertThat(written.rows()).isEqualTo(2);
        assertThat(written.bytes()).isEqualTo(Files.size(file));
        assertThat(written.columns())
                .extracting(
                        ColumnStatistics::column,
                        ColumnStatistics::nulls,
                        ColumnStatistics::minimum,
                        ColumnStatistics::maximum)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(NAME.column().name(), 0L, null, null),
                        org.assertj.core.groups.Tuple.tuple(
                                "Cost",
                                0L,
                                new BigDecimal("-1.500000000000000000"),
                                new BigDecimal("2.250000000000000000")),
                        org.assertj.core.groups.Tuple.tuple(
                                "Start",
                                0L,
                                Instant.parse("2026-10-01T00:00:00Z"),
                                Instant.parse("2026-10-02T01:02:03.000004Z")),
                        org.assertj.core.groups.Tuple.tuple(
                                "Day", 1L, LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-01")),
                        org.assertj.core.groups.Tuple.tuple("Count", 0L, 7, 9));
        assertThat(engine.query(
                        "SELECT name || '=' || field_id FROM parquet_schema("
                                + engine.dialect().text(file.toString()) + ") WHERE field_id IS NOT NULL",
                        row -> row.text(0)))
                .containsExactly(
                        "it's \"a\" name=3", "Cost=4", "Start=5", "Day=6", "Count=7", "Tags=8", "key=10", "value=11");
        String scan = engine.dialect().parquet(List.of(file), List.of(COST.column(), TAGS.column()));
        assertThat(Sessions.one(
                        engine, "SELECT string_agg(Cost || ' ' || coalesce(Tags::VARCHAR, '-'), ';') FROM " + scan))
                .isEqualTo("-1.500000000000000000 {k=NULL};2.250000000000000000 -");
    }

    @Test
    void theOrderOfTheQueryIsTheOrderOfTheFile() {
        Path file = folder.resolve("sorted.parquet");
        engine.write("SELECT i::INT FROM range(500000) t(i) ORDER BY (i * 7919) % 500000", file, List.of(COUNT));
        assertThat(Sessions.one(
                        engine,
                        "SELECT count_if((\"Count\"::BIGINT * 7919) % 500000 <> file_row_number) FROM "
                                + "read_parquet('" + file + "', file_row_number = true)"))
                .isEqualTo("0");
    }

    @Test
    void aFailedWriteLeavesNothing() throws IOException {
        Path file = folder.resolve("failed.parquet");
        assertThatThrownBy(() -> engine.write(
                        "SELECT CASE WHEN i = 900000 THEN 'x' ELSE '1' END::INT FROM range(1000000) t(i)",
                        file,
                        List.of(COUNT)))
                .hasMessageStartingWith("ENGINE_FAILED");
        assertThat(parquetFiles()).isEmpty();
    }

    @Test
    void aMissingRequiredValueStopsTheWrite() throws IOException {
        Path file = folder.resolve("missing.parquet");
        assertThatThrownBy(() -> engine.write("SELECT NULL UNION ALL SELECT 'a'", file, List.of(NAME)))
                .hasMessageStartingWith(
                        "ENGINE_VALUE_MISSING " + file + ": column it's \"a\" name has no value in 1 of 2 rows.");
        assertThat(parquetFiles()).isEmpty();
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("kept.parquet"), "old");
        assertThatThrownBy(() -> engine.write("SELECT 1", file, List.of(COUNT)))
                .hasMessageStartingWith("ENGINE_FILE_REFUSED " + file);
        assertThat(file).hasContent("old");
    }

    @Test
    void anEmptyAnswerIsAFileWithoutRows() {
        Path file = folder.resolve("empty.parquet");
        WrittenFile written = engine.write("SELECT 1 WHERE false", file, List.of(COUNT));
        assertThat(written.rows()).isZero();
        assertThat(Sessions.one(
                        engine,
                        "SELECT count(*) FROM " + engine.dialect().parquet(List.of(file), List.of(COUNT.column()))))
                .isEqualTo("0");
    }

    @Test
    void boundsSpanAllRowGroups() {
        Path file = folder.resolve("groups.parquet");
        WrittenFile written = engine.write(
                "SELECT CASE WHEN i < 130000 THEN NULL ELSE i::INT END FROM range(400000) t(i)", file, List.of(COUNT));
        ColumnStatistics count = written.columns().get(0);
        assertThat(List.of(count.values(), count.nulls(), count.minimum(), count.maximum()))
                .containsExactly(400000L, 130000L, 130000, 399999);
    }

    @Test
    void noFilesAreAnEmptyRelationWithTheColumnsTypes() {
        String scan = engine.dialect().parquet(List.of(), List.of(COST.column(), TAGS.column()));
        assertThat(engine.query(
                        "SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM " + scan + ")",
                        row -> row.text(0)))
                .containsExactly("Cost DECIMAL(38,18)", "Tags MAP(VARCHAR, VARCHAR)");
    }

    private List<Path> parquetFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().contains("parquet")).toList();
        }
    }

    private static NumberedColumn numbered(String name, ColumnType type, boolean required, int id) {
        return new NumberedColumn(new Column(name, type, required, "a column of the test"), id, 0, 0);
    }
}
