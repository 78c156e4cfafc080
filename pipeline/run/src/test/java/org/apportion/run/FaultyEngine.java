package org.apportion.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apportion.model.table.Column;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans;
import org.apportion.spi.NumberedColumn;
import org.apportion.spi.Row;
import org.apportion.spi.WrittenFile;

/** A real engine that does what a test wants before it works, and may write other rows than it was asked to. */
final class FaultyEngine implements Engine {
    /** Runs before each file that is written; stops it by throwing. */
    static Runnable beforeWrite = () -> {};

    /** Runs after each file that was written. */
    static Runnable afterWrite = () -> {};

    /** Path of the file and select to the select that is written instead. */
    static BinaryOperator<String> written = (table, select) -> select;

    private final Engine real;

    FaultyEngine(Engine real) {
        this.real = real;
    }

    static void heal() {
        beforeWrite = () -> {};
        afterWrite = () -> {};
        written = (table, select) -> select;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String version() {
        return real.version();
    }

    @Override
    public Dialect dialect() {
        return real.dialect();
    }

    @Override
    public FileScans scans() {
        return real.scans();
    }

    @Override
    public void execute(String sql) {
        real.execute(sql);
    }

    @Override
    public <T> List<T> query(String sql, Function<Row, T> mapper) {
        return real.query(sql, mapper);
    }

    @Override
    public void forEach(String sql, RowVisitor visitor) {
        real.forEach(sql, visitor);
    }

    @Override
    public void load(String table, List<Column> columns, Iterable<Object[]> rows) {
        real.load(table, columns, rows);
    }

    @Override
    public WrittenFile write(String select, Path file, List<NumberedColumn> columns) {
        beforeWrite.run();
        WrittenFile result = real.write(written.apply(file.toString(), select), file, columns);
        afterWrite.run();
        return result;
    }

    @Override
    public void close() {
        real.close();
    }
}
