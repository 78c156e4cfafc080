package org.apportion.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * <p>SQLite: write-ahead log, so readers never wait for the writer; every commit reaches the disk; a transaction that will
 * write takes the write lock at its start, because SQLite refuses to upgrade a reading one.
 */
final class Connections implements ConnectionFactory, AutoCloseable {
    static final int BUSY_TIMEOUT_MILLIS = 10_000;
    /** SQLite's own 2 MiB make a transaction of thousands of rows read its indexes again and again. */
    private static final int CACHE_KIBIBYTES = 32 * 1_024;

    private static final int MAX_IDLE = 2;
    private static final int VALID_SECONDS = 5;

    private final Vendor vendor;
    private final String address;
    private final boolean writing;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    Connections(Vendor vendor, String address, boolean writing) {
        this.vendor = vendor;
        this.address = address;
        this.writing = writing;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (isClosed()) {
            throw new IllegalStateException("the ledger is closed");
        }
        Connection reused = takeIdle();
        while (reused != null) {
            if (vendor == Vendor.SQLITE || reused.isValid(VALID_SECONDS)) {
                return reused;
            }
            reused.close();
            reused = takeIdle();
        }
        return switch (vendor) {
            case SQLITE -> openSqlite();
            case POSTGRESQL -> DriverManager.getConnection(address);
        };
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        boolean reusable = !connection.isClosed() && connection.getAutoCommit();
        synchronized (idle) {
            if (reusable && !closed && idle.size() < MAX_IDLE) {
                idle.push(connection);
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
                idle.pop().close();
            }
        }
    }

    boolean isClosed() {
        synchronized (idle) {
            return closed;
        }
    }

    private @Nullable Connection takeIdle() {
        synchronized (idle) {
            return idle.poll();
        }
    }

    private Connection openSqlite() throws SQLException {
        createFolder();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setCacheSize(-CACHE_KIBIBYTES);
        config.setTransactionMode(writing ? TransactionMode.IMMEDIATE : TransactionMode.DEFERRED);
        return config.createConnection(address);
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
