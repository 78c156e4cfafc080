package org.apportion.benchmark;

import java.nio.file.Path;
import org.apportion.spi.Engine;

/**
 * The yardstick of the import: DuckDB alone reads every cell of the compressed bill as text, with its own settings: the number
 * of rows and the largest text of each column.
 */
final class CsvScan {
    private final Engine engine;
    private final Path file;

    CsvScan(Engine engine, Path file) {
        this.engine = engine;
        this.file = file;
    }

    void run() {
        engine.query(
                "SELECT count(*)::VARCHAR, max(COLUMNS(*)) FROM read_csv("
                        + engine.dialect().text(file.toAbsolutePath().toString()) + ", all_varchar = true)",
                row -> row.text(0));
    }
}
