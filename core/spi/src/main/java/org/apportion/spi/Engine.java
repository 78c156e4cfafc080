package org.apportion.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apportion.model.table.Column;

/**
 * Runs relational plans over files. One engine is one session: temporary tables live until {@link #close}. Used by one
 * thread at a time; the engine itself may use several.
 *
 * <p>Failures are {@link org.apportion.model.ApportionException}s: {@code ENGINE_OUT_OF_MEMORY}, {@code ENGINE_DISK_FULL},
 * {@code ENGINE_FILE_DAMAGED}, {@code ENGINE_FAILED}.
 */
public interface Engine extends AutoCloseable {

    /** Such as {@code duckdb}. */
    String name();

    String version();

    Dialect dialect();

    FileScans scans();

    /** Runs a statement that returns nothing of interest. */
    void execute(String sql);

    /** Runs a query whose whole answer fits into memory. */
    <T> List<T> query(String sql, Function<Row, T> mapper);

    /** Runs a query row by row, in the order of the query. */
    void forEach(String sql, RowVisitor visitor);

    /** Creates or replaces a temporary table with these rows; each array holds one value per column, null allowed. */
    void load(String table, List<Column> columns, Iterable<Object[]> rows);

    /**
     * Writes the result of a query to one Parquet file that must not exist yet; column names and ids as given.
     *
     * @param columns columns of the result in order, with the ids that the table format gave them
     */
    WrittenFile write(String select, Path file, List<NumberedColumn> columns);

    @Override
    void close();

    /** Receives one row; throw to stop. */
    @FunctionalInterface
    interface RowVisitor {
        void visit(Row row);
    }
}
