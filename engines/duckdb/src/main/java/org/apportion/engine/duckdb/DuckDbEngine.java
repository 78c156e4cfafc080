package org.apportion.engine.duckdb;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.Column;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans;
import org.apportion.spi.NumberedColumn;
import org.apportion.spi.Row;
import org.apportion.spi.SessionFolder;
import org.apportion.spi.WrittenFile;
import org.duckdb.DuckDBConnection;

/** One session of DuckDB in memory. Answers are streamed, so a query cannot be started while another is being read. */
final class DuckDbEngine implements Engine {
    private static final DuckDbDialect DIALECT = new DuckDbDialect();
    private static final String REPEATED = "x_repeated_query";

    private final DuckDBConnection connection;
    private final SessionFolder spill;
    private boolean readsCells;
    private final FileScans scans = new DuckDbScans(DIALECT);

    private DuckDbEngine(DuckDBConnection connection, SessionFolder spill) {
        this.connection = connection;
        this.spill = spill;
    }

    static DuckDbEngine open(EngineSettings settings) {
        SessionFolder spill;
        try {
            spill = SessionFolder.create(settings.temporaryFolder(), "duckdb");
        } catch (IOException e) {
            throw Failures.error(
                    EngineError.ENGINE_SETTING_WRONG,
                    settings.temporaryFolder().toString(),
                    "the engine's temporary folder cannot be used.",
                    "Name a folder that may be written.",
                    e);
        }
        try {
            Connection opened = DriverManager.getConnection("jdbc:duckdb:", properties(settings, spill.path()));
            DuckDbEngine engine = new DuckDbEngine(opened.unwrap(DuckDBConnection.class), spill);
            try {
                engine.execute("SET TimeZone = 'UTC'");
                engine.execute(String.join(";\n", DuckDbFunctions.STATEMENTS));
                return engine;
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (SQLException e) {
            spill.close();
            throw Failures.error(
                    EngineError.ENGINE_SETTING_WRONG,
                    "engine",
                    "DuckDB does not start with memory limit '" + settings.memoryLimit() + "' and " + settings.threads()
                            + " threads.",
                    "Write the limit as 4GB and at least one thread.",
                    e);
        }
    }

    private static Properties properties(EngineSettings settings, Path spill) {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("memory_limit", settings.memoryLimit());
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("temp_directory", spill.toString());
        properties.setProperty("preserve_insertion_order", "true");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("allow_community_extensions", "false");
        return properties;
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public String version() {
        return query("SELECT version()", row -> String.valueOf(row.text(0))).get(0);
    }

    @Override
    public Dialect dialect() {
        return DIALECT;
    }

    @Override
    public FileScans scans() {
        return scans;
    }

    @Override
    public void execute(String sql) {
        prepare(sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public <T> List<T> query(String sql, Function<Row, T> mapper) {
        List<T> answer = new ArrayList<>();
        forEach(sql, row -> answer.add(mapper.apply(row)));
        return answer;
    }

    @Override
    public void forEach(String sql, RowVisitor visitor) {
        prepare(sql);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            DuckDbRow row = new DuckDbRow(result, result.getMetaData());
            while (result.next()) {
                visitor.visit(row);
            }
        } catch (SQLException e) {
            throw Failures.of(Failures.isWithoutReason(e) ? reasonOf(sql, e) : e);
        }
    }

    /** Macros that read cells of bills take longer to make than a session to open, and only imports need them. */
    private void prepare(String sql) {
        if (!readsCells && sql.contains(DuckDbCellMacros.PREFIX)) {
            readsCells = true;
            execute(String.join(";\n", DuckDbCellMacros.STATEMENTS));
        }
    }

    /** The driver loses the message when a streamed answer fails; the same query without streaming tells it. */
    private SQLException reasonOf(String sql, SQLException failure) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(DIALECT.createTable(REPEATED, sql));
            statement.execute(DIALECT.dropTable(REPEATED));
            return failure;
        } catch (SQLException e) {
            return e;
        }
    }

    @Override
    public void load(String table, List<Column> columns, Iterable<Object[]> rows) {
        execute(DIALECT.createTable(table, DIALECT.emptyRelation(columns)));
        try {
            TableLoad.append(connection, table, columns, rows);
        } catch (SQLException e) {
            execute(DIALECT.dropTable(table));
            throw Failures.of(e);
        } catch (RuntimeException e) {
            execute(DIALECT.dropTable(table));
            throw e;
        }
    }

    @Override
    public WrittenFile write(String select, Path file, List<NumberedColumn> columns) {
        return new ParquetOutput(this, DIALECT).write(select, file, columns);
    }

    /** Releases memory and the spill folder; calling it again does nothing. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Failures.of(e);
        } finally {
            spill.close();
        }
    }
}
