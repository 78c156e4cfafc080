package org.apportion.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Hands out connections and keeps at most {@value #MAX_IDLE} idle ones, because opening one costs more than a statement.
 * Closed by {@link #close}. Safe for many threads.
 *
 * <p>Those for reading see one consistent state per transaction.
 *
 * <p>SQLite: write-ahead log, so readers never wait for the writer; every commit reaches the disk; a transaction that will
 * write takes the write lock at its start, because SQLite refuses to upgrade a reading one.
 */
final class Connections implements ConnectionFactory, AutoCloseable {
    static final int BUSY_TIMEOUT_MILLIS = 10_000;
    /** SQLite's own 2 MiB make a transaction of thousands of rows read its indexes again and again. */
    private static final int CACHE_KIBIBYTES = 32 * 1_024;
    /** There are more readers, and each reads little. */
    private static final int READER_CACHE_KIBIBYTES = 4 * 1_024;

    /**
     * Pages of 4 KiB after which SQLite copies its log into the file. By its own 1,000 it would copy at each other commit of many
     * rows, and the same pages again and again.
     */
    private static final int CHECKPOINT_PAGES = 8_000;

    private static final int MAX_IDLE = 8;
    private static final int VALID_SECONDS = 5;
    /** A server is asked whether a connection still lives only if nobody used it for so long: asking costs as much as a query. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Vendor vendor;
    private final String address;
    private final boolean writing;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    Connections(Vendor vendor, String address, boolean writing) {
        this.vendor = vendor;
        this.address = address;
        this.writing = writing;
    }

    /** @param since by {@link System#nanoTime} */
    private record Idle(Connection connection, long since) {
        boolean isFresh() {
            return System.nanoTime() - since < FRESH_NANOS;
        }
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (isClosed()) {
            throw new IllegalStateException("the ledger is closed");
        }
        Idle reused = takeIdle();
        while (reused != null) {
            if (vendor == Vendor.SQLITE
                    || reused.isFresh()
                    || reused.connection().isValid(VALID_SECONDS)) {
                return reused.connection();
            }
            reused.connection().close();
            reused = takeIdle();
        }
        return switch (vendor) {
            case SQLITE -> openSqlite();
            case POSTGRESQL -> openPostgres();
        };
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        boolean reusable = !connection.isClosed() && connection.getAutoCommit();
        synchronized (idle) {
            if (reusable && !closed && idle.size() < MAX_IDLE) {
                idle.push(new Idle(connection, System.nanoTime()));
                return;
            }
        }
        connection.close();
    }

    @Override
    public void close() throws SQLException {
        synchronized (idle) {
            closed = true;
            while (!idle.isEmpty()) {
                idle.pop().connection().close();
            }
        }
    }

    boolean isClosed() {
        synchronized (idle) {
            return closed;
        }
    }

    private @Nullable Idle takeIdle() {
        synchronized (idle) {
            return idle.poll();
        }
    }

    private Connection openPostgres() throws SQLException {
        Connection connection = DriverManager.getConnection(address);
        if (!writing) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
        return connection;
    }

    private Connection openSqlite() throws SQLException {
        createFolder();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setCacheSize(writing ? -CACHE_KIBIBYTES : -READER_CACHE_KIBIBYTES);
        config.setTransactionMode(writing ? TransactionMode.IMMEDIATE : TransactionMode.DEFERRED);
        Connection connection = config.createConnection(address);
        if (writing) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
            }
        }
        return connection;
    }

    private void createFolder() {
        Path folder = Path.of(vendor.place(address)).toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
