package org.apportion.ledger;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apportion.model.ApportionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A held lease. A daemon thread renews it until {@link #close}. Whoever commits under it calls {@link #require} in the same
 * transaction; so a holder that slept too long cannot commit beside its successor.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final Duration HEARTBEAT = Leases.LIFETIME.dividedBy(4);

    private final Ledger ledger;
    private final String name;
    private final long token;
    private final long mark;
    private final boolean debris;
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "lease-heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private boolean clean;

    Lease(Ledger ledger, String name, long token, long mark, boolean debris) {
        this.ledger = ledger;
        this.name = name;
        this.token = token;
        this.mark = mark;
        this.debris = debris;
    }

    public String name() {
        return name;
    }

    /** The fencing number: larger than that of every holder before. */
    public long token() {
        return token;
    }

    /** True if an earlier holder did not {@link #markClean} before it ended, so that there may be debris to clear. */
    public boolean mayHaveDebris() {
        return debris;
    }

    /** Says that nothing is left to clear; counts when the lease is closed. */
    public void markClean() {
        clean = true;
    }

    /**
     * Makes sure, for the rest of the transaction, that the lease is still held.
     *
     * @throws ApportionException {@code LEDGER_LEASE_LOST} if somebody else took it over
     */
    public void require(LedgerTransaction transaction) {
        if (!renew(transaction)) {
            throw new ApportionException(
                    LedgerError.LEDGER_LEASE_LOST,
                    name,
                    "the lease expired while this process was held up, and another one took it over.",
                    "Run the command again; nothing of this attempt was kept.");
        }
    }

    void startHeartbeat() {
        // Nobody waits for it: beat() reports its own failures, and close() ends it with the executor.
        Future<?> unused = heartbeat.scheduleAtFixedRate(
                this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        if (ledger.isClosed()) {
            heartbeat.shutdown();
            return;
        }
        try {
            ledger.inTransaction(this::renew);
        } catch (RuntimeException e) {
            LOG.warn("The lease {} could not be renewed; trying again in {} s", name, HEARTBEAT.toSeconds(), e);
        }
    }

    private boolean renew(LedgerTransaction transaction) {
        return transaction
                        .handle()
                        .createUpdate(
                                "UPDATE lease SET expires = :expires WHERE name = :name AND token = :token AND held = 1")
                        .bind("expires", Instants.text(ledger.now().plus(Leases.LIFETIME)))
                        .bind("name", name)
                        .bind("token", token)
                        .execute()
                == 1;
    }

    /**
     * Gives the lease back. If it was lost meanwhile, the next holder is told that there may be debris. If the ledger cannot be
     * reached, the lease ends by itself.
     */
    @Override
    public void close() {
        heartbeat.shutdownNow();
        try {
            ledger.useTransaction(this::release);
        } catch (RuntimeException e) {
            LOG.warn("The lease {} could not be given back; it ends in {} s", name, Leases.LIFETIME.toSeconds(), e);
        }
    }

    private void release(LedgerTransaction transaction) {
        int released = transaction
                .handle()
                .createUpdate("UPDATE lease SET held = 0, cleared = CASE WHEN :clean = 1 THEN :mark ELSE cleared END"
                        + " WHERE name = :name AND token = :token AND held = 1")
                .bind("clean", clean ? 1 : 0)
                .bind("mark", mark)
                .bind("name", name)
                .bind("token", token)
                .execute();
        if (released == 0) {
            transaction
                    .handle()
                    .createUpdate("UPDATE lease SET marks = marks + 1 WHERE name = :name AND token <> :token")
                    .bind("name", name)
                    .bind("token", token)
                    .execute();
        }
    }
}
