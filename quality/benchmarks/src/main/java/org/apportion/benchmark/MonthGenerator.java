package org.apportion.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apportion.model.table.Column;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;
import org.apportion.spi.NumberedColumn;

/** Writes a made-up month: as a provider's files and as the lake's columns, so that each step can be timed alone. */
final class MonthGenerator {
    private static final int BUFFER = 1 << 20;

    private final Engine engine;
    private final MonthSql sql;

    MonthGenerator(Engine engine, long rows, long seed) {
        this.engine = engine;
        this.sql = new MonthSql(rows, seed, engine.dialect());
    }

    void write(MonthFiles files) throws IOException {
        for (Path file : List.of(files.costCsv(), files.usageCsv(), files.usageParquet())) {
            Files.createDirectories(file.getParent());
        }
        sql.prepare().forEach(engine::execute);
        table(Tables.COST_RECORD, sql.costRecords(), files.costRecords());
        table(Tables.USAGE_SAMPLE, sql.usageSamples(), files.usageSamples());
        copy(sql.usage(), files.usageParquet(), "FORMAT parquet, COMPRESSION zstd");
        csv(sql.usage(), files.usageCsv());
        csv(sql.bill(), files.costCsv());
    }

    /** DuckDB's own gzip takes three times as long as the one of Java. */
    private void csv(String select, Path target) throws IOException {
        Path plain = target.resolveSibling(target.getFileName() + ".unfinished");
        try {
            copy(select, plain, "FORMAT csv, HEADER");
            try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(target), BUFFER)) {
                Files.copy(plain, zipped);
            }
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    private void copy(String select, Path target, String options) {
        engine.execute("COPY (" + select + ") TO "
                + engine.dialect().text(target.toAbsolutePath().toString()) + " (" + options + ")");
    }

    private void table(TableSchema schema, String select, Path target) throws IOException {
        Files.deleteIfExists(target);
        engine.write(select, target, numbered(schema.columns()));
    }

    static List<NumberedColumn> numbered(List<Column> columns) {
        List<NumberedColumn> numbered = new ArrayList<>();
        for (Column column : columns) {
            int id = 10 * (numbered.size() + 1);
            numbered.add(new NumberedColumn(column, id, id + 1, id + 2));
        }
        return numbered;
    }
}
