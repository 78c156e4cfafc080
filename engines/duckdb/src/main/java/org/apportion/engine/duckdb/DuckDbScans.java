package org.apportion.engine.duckdb;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.spi.FileScans;

/** DuckDB's readers, told everything and left to guess nothing. */
final class DuckDbScans implements FileScans {
    /** Longest row accepted, in bytes: a tag column of a few megabytes passes, a file without line ends is refused. */
    private static final int LONGEST_ROW = 4_000_000;

    /** Bytes read at once. A quarter of DuckDB's own size lets parsing start while gzip still unpacks: 1.7 times as fast. */
    private static final int BUFFER = 8_000_000;

    private static final String ROWS = " (rows)";

    private static final String REJECTS = "x_csv_rejects";
    private static final String REJECT_SCANS = "x_csv_reject_scans";

    private final DuckDbDialect dialect;

    DuckDbScans(DuckDbDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String csv(CsvFile file) {
        return "(SELECT *, row_number() OVER () AS x_row FROM " + readCsv(file) + ")";
    }

    @Override
    public String csvCells(CsvFile file) {
        return readCsv(file.lenient() ? file.withLenient(false) : file);
    }

    @Override
    public List<String> numbered(String select, String name) {
        List<String> statements = new ArrayList<>(dropNumbered(name));
        statements.add(dialect.createTable(name + ROWS, select));
        statements.add("CREATE TEMP VIEW " + dialect.name(name) + " AS SELECT *, rowid + 1 AS x_row FROM "
                + dialect.name(name + ROWS));
        return statements;
    }

    @Override
    public List<String> dropNumbered(String name) {
        return List.of("DROP VIEW IF EXISTS " + dialect.name(name), dialect.dropTable(name + ROWS));
    }

    @Override
    public List<String> findRejects(CsvFile file, String table) {
        CsvFile lenient = file.lenient() ? file : file.withLenient(true);
        String everyCell = file.columns().stream()
                .map(column -> "max(" + dialect.name(column) + ")")
                .collect(Collectors.joining(", "));
        return List.of(
                "DROP TABLE IF EXISTS temp." + REJECTS,
                "DROP TABLE IF EXISTS temp." + REJECT_SCANS,
                dialect.createTable(table, "SELECT count(*), " + everyCell + " FROM " + readCsv(lenient)),
                dialect.createTable(
                        table,
                        "SELECT DISTINCT ON (line) (line - 1)::BIGINT AS x_row, column_name AS x_column,"
                                + " error_type::VARCHAR || ': ' || error_message AS x_reason FROM temp." + REJECTS
                                + " ORDER BY line, column_idx"));
    }

    @Override
    public String csvWithout(CsvFile file, String rejects) {
        CsvFile lenient = file.lenient() ? file : file.withLenient(true);
        // The n-th rejected row r is preceded by r - n kept ones; a kept row moves by the rejects before it.
        String shifts =
                "(SELECT x_row - row_number() OVER (ORDER BY x_row) AS kept, row_number() OVER (ORDER BY x_row) AS shift"
                        + " FROM " + dialect.name(rejects) + ")";
        return "(SELECT s.* REPLACE (s.x_row + coalesce(j.shift, 0) AS x_row) FROM "
                + csv(lenient) + " AS s ASOF LEFT JOIN (SELECT kept, max(shift) AS shift FROM " + shifts
                + " GROUP BY kept) AS j ON s.x_row > j.kept)";
    }

    private String readCsv(CsvFile file) {
        List<String> options = new ArrayList<>();
        options.add(dialect.path(file.path()));
        options.add("auto_detect = false");
        options.add("header = true");
        options.add(DuckDbDialect.FOLDERS_SAY_NOTHING);
        options.add("skip = " + file.skipLines());
        options.add("delim = " + dialect.text(String.valueOf(file.delimiter())));
        options.add("quote = " + dialect.text(String.valueOf(file.quote())));
        options.add("escape = " + dialect.text(String.valueOf(file.quote())));
        options.add("encoding = " + dialect.text(encoding(file.charset(), file.path())));
        options.add("max_line_size = " + LONGEST_ROW + ", buffer_size = " + BUFFER);
        options.add("columns = " + columns(file.columns()));
        options.add(nulls(file));
        if (file.lenient()) {
            options.add("store_rejects = true, rejects_limit = 0");
            options.add("rejects_table = " + dialect.text(REJECTS));
            options.add("rejects_scan = " + dialect.text(REJECT_SCANS));
        }
        return "read_csv(" + String.join(", ", options) + ")";
    }

    private String columns(List<String> names) {
        return names.stream()
                .map(column -> dialect.text(column) + ": 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String nulls(CsvFile file) {
        String nullText = file.nullText();
        return "nullstr = " + (nullText == null ? "['']" : "['', " + dialect.text(nullText) + "]");
    }

    /** DuckDB reads three encodings without an extension. */
    private static String encoding(Charset charset, Path path) {
        if (charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)) {
            return "utf-8";
        }
        if (charset.equals(StandardCharsets.UTF_16) || charset.equals(StandardCharsets.UTF_16LE)) {
            return "utf-16";
        }
        if (charset.equals(StandardCharsets.ISO_8859_1)) {
            return "latin-1";
        }
        throw new ApportionException(
                EngineError.ENGINE_ENCODING_WRONG,
                path.toString(),
                "the engine does not read " + charset.name() + "; it reads UTF-8, UTF-16 and ISO-8859-1.",
                "Convert the file to UTF-8 first.");
    }

    @Override
    public String json(Path file) {
        return "read_json(" + dialect.path(file) + ", format = 'newline_delimited', sample_size = -1,"
                + " maximum_object_size = 67108864, convert_strings_to_integers = false, "
                + DuckDbDialect.FOLDERS_SAY_NOTHING + ")";
    }

    @Override
    public String parquet(Path file) {
        return "read_parquet([" + dialect.path(file) + "], " + DuckDbDialect.FOLDERS_SAY_NOTHING + ")";
    }
}
