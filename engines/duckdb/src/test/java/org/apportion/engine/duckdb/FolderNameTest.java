package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans.CsvFile;
import org.apportion.spi.NumberedColumn;
import org.apportion.spi.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Providers deliver into folders such as {@code billing_period=2026-10}. What a file says counts, never the name of a folder above
 * it.
 */
final class FolderNameTest {
    private static final Column MONTH = Column.required("billing_period", ColumnType.STRING, "Month.");

    @TempDir
    Path root;

    private Path folder;
    private Engine engine;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(root.resolve("billing_period=1999-01/other=x"));
        engine = Sessions.open(root.resolve("spill"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aLakeFileKeepsItsOwnValue() {
        assertThat(values(engine.dialect().parquet(List.of(parquet()), List.of(MONTH))))
                .containsExactly("2026-10");
    }

    @Test
    void aForeignParquetFileKeepsItsOwnColumns() {
        String scan = engine.scans().parquet(parquet());
        assertThat(values(scan)).containsExactly("2026-10");
        assertThat(width(scan)).isEqualTo(1);
    }

    @Test
    void aCsvFileKeepsItsOwnValue() throws IOException {
        Path file = Files.writeString(folder.resolve("bill.csv"), "billing_period\n2026-10\n");
        String scan = engine.scans()
                .csv(new CsvFile(file, ',', '"', StandardCharsets.UTF_8, 0, List.of("billing_period"), null, false));
        assertThat(values(scan)).containsExactly("2026-10");
    }

    @Test
    void aJsonFileKeepsItsOwnColumns() throws IOException {
        Path file = Files.writeString(folder.resolve("bill.ndjson"), "{\"billing_period\": \"2026-10 \"}\n");
        String scan = engine.scans().json(file);
        assertThat(values(scan)).containsExactly("2026-10 ");
        assertThat(width(scan)).isEqualTo(1);
    }

    private Path parquet() {
        Path file = folder.resolve("bill.parquet");
        engine.write("SELECT '2026-10'", file, List.of(new NumberedColumn(MONTH, 1, 0, 0)));
        return file;
    }

    private List<String> values(String scan) {
        return engine.query("SELECT billing_period FROM " + scan, row -> String.valueOf(row.text(0)));
    }

    private int width(String scan) {
        return engine.query("SELECT * FROM " + scan, Row::width).get(0);
    }
}
