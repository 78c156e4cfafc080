package org.apportion.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.Progress;
import org.jdbi.v3.core.Handle;

/**
 * Permissions that one process at a time may hold, such as to write the lake. A lease lives {@link #LIFETIME} beyond its last
 * heartbeat; one whose process is known to be dead is taken over at once.
 */
public final class Leases {
    /** Longer than any pause of a healthy process; a holder on another machine that died blocks others this long. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final long POLL_MILLIS = 100;

    private final Ledger ledger;
    private final InstantSource clock;

    Leases(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Takes the lease, waiting until its holder gives it back.
     *
     * @param wait how long at most; zero asks once
     * @throws ApportionException {@code LEDGER_BUSY} naming the holder and since when, if the wait was not long enough
     */
    public Lease acquire(String name, Duration wait, Holder holder) {
        return acquire(name, wait, holder, Progress.NONE);
    }

    /**
     * As {@link #acquire(String, Duration, Holder)}.
     *
     * @param progress is told whom it waits for, once
     */
    public Lease acquire(String name, Duration wait, Holder holder, Progress progress) {
        long deadline = System.nanoTime() + wait.toNanos();
        boolean told = false;
        while (true) {
            Attempt attempt = ledger.inTransaction(transaction -> attempt(transaction.handle(), name, holder));
            if (attempt.lease().isPresent()) {
                Lease lease = attempt.lease().get();
                lease.startHeartbeat();
                return lease;
            }
            if (System.nanoTime() >= deadline) {
                throw busy(name, attempt.seen());
            }
            if (!told) {
                progress.waits("waiting at most " + wait.toSeconds() + " s for "
                        + attempt.seen().holder() + ", which writes " + name + " since "
                        + attempt.seen().acquired());
                told = true;
            }
            pause(name, attempt.seen());
        }
    }

    private Attempt attempt(Handle handle, String name, Holder holder) {
        Instant now = clock.instant();
        insertIfAbsent(handle, name, now);
        LeaseRow row = LeaseRow.lock(handle, name);
        boolean free =
                !row.held() || !now.isBefore(row.expires()) || row.holder().isDead(holder);
        if (!free) {
            return new Attempt(Optional.empty(), row);
        }
        long token = row.token() + 1;
        long marks = row.marks() + 1;
        handle.createUpdate("UPDATE lease SET token = :token, held = 1, marks = :marks, host = :host,"
                        + " process_space = :space, pid = :pid, process_started = :started, holder = :holder,"
                        + " acquired = :now, expires = :expires WHERE name = :name")
                .bind("token", token)
                .bind("marks", marks)
                .bind("host", holder.host())
                .bind("space", holder.processSpace())
                .bind("pid", holder.pid())
                .bind("started", holder.processStarted().toString())
                .bind("holder", holder.user())
                .bind("now", Instants.text(now))
                .bind("expires", Instants.text(now.plus(LIFETIME)))
                .bind("name", name)
                .execute();
        boolean debris = row.marks() != row.cleared();
        return new Attempt(Optional.of(new Lease(ledger, name, token, marks, debris)), row);
    }

    private static void insertIfAbsent(Handle handle, String name, Instant now) {
        handle.createUpdate(
                        "INSERT INTO lease (name, token, held, marks, cleared, host, process_space, pid,"
                                + " process_started, holder, acquired, expires)"
                                + " VALUES (:name, 0, 0, 0, 0, '', '', 0, :epoch, '', :now, :now) ON CONFLICT (name) DO NOTHING")
                .bind("name", name)
                .bind("epoch", Instant.EPOCH.toString())
                .bind("now", Instants.text(now))
                .execute();
    }

    private static void pause(String name, LeaseRow seen) {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(name, seen);
        }
    }

    private static ApportionException busy(String name, LeaseRow seen) {
        return new ApportionException(
                LedgerError.LEDGER_BUSY,
                name,
                "it is being written by " + seen.holder() + ", since " + seen.acquired() + ".",
                "Wait until that process ends, or allow a longer wait.");
    }

    private record Attempt(Optional<Lease> lease, LeaseRow seen) {}
}
