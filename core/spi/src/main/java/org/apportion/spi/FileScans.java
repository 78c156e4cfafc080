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
     * <p>Counting rows in the order of the file keeps one query on one thread; {@link #loadCsv} does not.
     *
     * <p>A row with too many or too few cells, broken quotes or more than four megabytes fails the query with
     * {@code ENGINE_ROW_MALFORMED}. If {@code lenient}, such rows are left out and {@code x_row} counts only the rows that
     * are kept; {@link #csvWithout} counts right.
     */
    String csv(CsvFile file);

    /**
     * Statements that read the file with all threads into a temporary relation of this name, with the columns and the rows of
     * {@link #csv}. The text of the whole file is held and spills to disk; later queries read it with all threads.
     */
    List<String> loadCsv(CsvFile file, String name);

    /** Statements that release what {@link #loadCsv} made. */
    List<String> dropCsv(String name);

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
    }
}
