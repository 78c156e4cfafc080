package org.apportion.ledger;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apportion.model.ApportionException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The open ledger. Safe for many threads; each transaction belongs to one.
 *
 * <p>All failures are {@link ApportionException}s with a {@link LedgerError}. What the given function itself throws rolls the
 * transaction back and arrives unchanged.
 */
public final class Ledger implements AutoCloseable {
    private final Vendor vendor;
    private final String address;
    private final String place;
    private final InstantSource clock;
    private final SqlFailures failures;
    private final Connections readConnections;
    private final Connections writeConnections;
    private final Jdbi reading;
    private final Jdbi writing;

    private Ledger(LedgerSettings settings) {
        address = settings.address().reveal();
        vendor = Vendor.of(address);
        place = vendor.place(address);
        clock = settings.clock();
        failures = new SqlFailures(vendor, place);
        readConnections = new Connections(vendor, address, false);
        writeConnections = new Connections(vendor, address, true);
        reading = Jdbi.create(readConnections);
        writing = Jdbi.create(writeConnections);
    }

    /** Opens the database, creates it if it is a SQLite file that is absent, and brings every room's tables up to date. */
    public static Ledger open(LedgerSettings settings) {
        Ledger ledger = new Ledger(settings);
        try {
            ledger.translated(() -> {
                new Migrations(ledger.vendor, ledger.address, ledger.place, ledger.writing).bringUpToDate();
                return ledger;
            });
            return ledger;
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /** Does something in one transaction: all of it is kept, or nothing if the function throws. Do not nest. */
    public <T> T inTransaction(Function<LedgerTransaction, T> work) {
        return translated(
                () -> writing.inTransaction(handle -> work.apply(new LedgerTransaction(handle, clock, failures))));
    }

    public void useTransaction(Consumer<LedgerTransaction> work) {
        this.<Boolean>inTransaction(transaction -> {
            work.accept(transaction);
            return Boolean.TRUE;
        });
    }

    /** Answers questions from one consistent state of the ledger; never waits for a writer. The work must not write. */
    public <T> T read(Function<LedgerTransaction, T> work) {
        return translated(
                () -> reading.inTransaction(handle -> work.apply(new LedgerTransaction(handle, clock, failures))));
    }

    public Leases leases() {
        return new Leases(this, clock);
    }

    public Instant now() {
        return clock.instant();
    }

    /** The address without user, password and options: for messages. */
    public String place() {
        return place;
    }

    /**
     * The JDBC address with all secrets, for a library that must open its own connection (the lake's catalog). Never print
     * it.
     */
    public String address() {
        return vendor == Vendor.SQLITE
                ? "jdbc:sqlite:" + place + "?busy_timeout=" + Connections.BUSY_TIMEOUT_MILLIS
                        + "&journal_mode=WAL&synchronous=FULL"
                : address;
    }

    boolean isClosed() {
        return writeConnections.isClosed();
    }

    /** Ends all connections; the ledger refuses work from then on. */
    @Override
    public void close() {
        try (writeConnections) {
            readConnections.close();
        } catch (SQLException e) {
            throw failures.translate(new IllegalStateException(e));
        }
    }

    private <T> T translated(Work<T> work) {
        try {
            return work.run();
        } catch (JdbiException | UncheckedIOException e) {
            throw failures.translate(e);
        } catch (SQLException e) {
            throw failures.translate(new IllegalStateException(e));
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }
}
