package org.apportion.spi;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an engine reads delivered files, everything as text, one row per source row. */
public interface FileScans {

    /**
     * A table expression over a CSV file, plain or gzip: {@code columns} as text, then {@code x_row}, the number of the data row
     * in the file as BIGINT, from 1 (the heading and the skipped lines do not count). Empty lines are no rows.
     *
     * <p>Counting rows in the order of the file keeps one query on one thread; {@link #numbered} does not.
     *
     * <p>A row with too many or too few cells, broken quotes or more than four megabytes, and rows that end in different ways,
     * fail the query with {@code ENGINE_ROW_MALFORMED}. If {@code lenient}, such rows are left out and {@code x_row} counts only the rows that
     * are kept; {@link #csvWithout} counts right.
     */
    String csv(CsvFile file);

    /**
     * As {@link #csv} but strict and without {@code x_row}: a table expression whose rows come in the order of the file. All
     * threads read it.
     */
    String csvCells(CsvFile file);

    /**
     * Statements that put the answer of a query down as a temporary relation of this name: its columns and {@code x_row}, the
     * number of the row in the order of the query, from 1. All threads work, also for a query over {@link #csvCells} that
     * neither sorts nor leaves rows out; then {@code x_row} numbers the rows of the file.
     *
     * @param select answers no column named {@code rowid} or {@code x_row}
     */
    List<String> numbered(String select, String name);

    /** Statements that release what {@link #numbered} made; harmless if there is nothing. */
    List<String> dropNumbered(String name);

    /**
     * Statements that read the file once and leave a temporary table of its malformed rows: {@code x_row} (BIGINT, as in
     * {@link #csv}, one row each), {@code x_column} (text, may be null), {@code x_reason} (text; holds no cell of the row).
     */
    List<String> findRejects(CsvFile file, String table);

    /** As {@link #csv}, without the malformed rows that {@link #findRejects} found; {@code x_row} counts them. */
    String csvWithout(CsvFile file, String rejects);

    /** A table expression over newline-delimited JSON, plain or gzip; columns typed by the reader, nested values kept. */
    String json(Path file);

    /** A table expression over a foreign Parquet file with its own types. */
    String parquet(Path file);

    /**
     * How the text of a delimited file is laid out.
     *
     * @param skipLines junk lines before the heading
     * @param columns names in file order, made unique by the caller; the heading line is skipped
     * @param nullText text that stands for null besides the empty cell
     */
    record CsvFile(
            Path path,
            char delimiter,
            char quote,
            Charset charset,
            int skipLines,
            List<String> columns,
            @Nullable String nullText,
            boolean lenient) {
        public CsvFile {
            columns = List.copyOf(columns);
        }

        public CsvFile withLenient(boolean value) {
            return new CsvFile(path, delimiter, quote, charset, skipLines, columns, nullText, value);
        }

        public CsvFile withPath(Path value) {
            return new CsvFile(value, delimiter, quote, charset, skipLines, columns, nullText, lenient);
        }
    }
}
