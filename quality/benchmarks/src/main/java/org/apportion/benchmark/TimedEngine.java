package org.apportion.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apportion.model.table.Column;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans;
import org.apportion.spi.NumberedColumn;
import org.apportion.spi.Row;
import org.apportion.spi.WrittenFile;

/** An engine that notes how long each statement takes. */
final class TimedEngine implements Engine {
    private final Engine engine;
    private final StepLog log;

    TimedEngine(Engine engine, StepLog log) {
        this.engine = engine;
        this.log = log;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public String version() {
        return engine.version();
    }

    @Override
    public Dialect dialect() {
        return engine.dialect();
    }

    @Override
    public FileScans scans() {
        return engine.scans();
    }

    @Override
    public void execute(String sql) {
        log.time(StepLog.label(sql), () -> {
            engine.execute(sql);
            return "";
        });
    }

    @Override
    public <T> List<T> query(String sql, Function<Row, T> mapper) {
        return log.time(StepLog.label(sql), () -> engine.query(sql, mapper));
    }

    @Override
    public void forEach(String sql, RowVisitor visitor) {
        log.time(StepLog.label(sql), () -> {
            engine.forEach(sql, visitor);
            return "";
        });
    }

    @Override
    public void load(String table, List<Column> columns, Iterable<Object[]> rows) {
        log.time("load " + table, () -> {
            engine.load(table, columns, rows);
            return "";
        });
    }

    @Override
    public WrittenFile write(String select, Path file, List<NumberedColumn> columns) {
        return log.time("write " + StepLog.label(table(file)), () -> engine.write(select, file, columns));
    }

    /** The lake keeps the files of a table below its folder {@code data}. */
    private static String table(Path file) {
        for (int i = file.getNameCount() - 2; i > 0; i--) {
            if (file.getName(i).endsWith("data")) {
                return file.getName(i - 1).toString();
            }
        }
        return String.valueOf(file.getFileName());
    }

    @Override
    public void close() {
        engine.close();
    }
}
