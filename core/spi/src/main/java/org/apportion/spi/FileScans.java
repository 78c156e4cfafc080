package org.apportion.spi;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an engine reads delivered files, everything as text, one row per source row. */
public interface FileScans {

    /** A table expression over a CSV file, plain or gzip; all columns are text, named as {@code columns}. */
    String csv(CsvFile file);

    /** A table expression over newline-delimited JSON, plain or gzip; columns typed by the reader, nested values kept. */
    String json(Path file);

    /** A table expression over a foreign Parquet file with its own types. */
    String parquet(Path file);

    /**
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
    }
}
