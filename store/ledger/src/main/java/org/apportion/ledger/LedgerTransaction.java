package org.apportion.ledger;

import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** One transaction of the ledger. Valid only inside the function that received it, and only in its thread. */
public final class LedgerTransaction {
    private static final String PART = "apportion_part";

    private final Handle handle;
    private final InstantSource clock;
    private final SqlFailures failures;

    LedgerTransaction(Handle handle, InstantSource clock, SqlFailures failures) {
        this.handle = handle;
        this.clock = clock;
        this.failures = failures;
    }

    /** For a room's own tables. Never commit, roll back or close it. */
    public Handle handle() {
        return handle;
    }

    /**
     * Does a part of which all is kept or nothing, whatever becomes of the parts before and after. An {@link Error}, or a database
     * that cannot undo the part, ends the whole transaction.
     *
     * @return what the part threw, as {@link Ledger#inTransaction} would throw it; empty if all is kept
     */
    public Optional<RuntimeException> part(Runnable work) {
        handle.savepoint(PART);
        try {
            work.run();
        } catch (RuntimeException failure) {
            undo(failure);
            return Optional.of(failure instanceof JdbiException ? failures.translate(failure) : failure);
        }
        handle.release(PART);
        return Optional.empty();
    }

    /** SQLite ends the whole transaction where its disk is full: then there is no such savepoint any more. */
    private void undo(RuntimeException failure) {
        try {
            handle.rollbackToSavepoint(PART);
        } catch (JdbiException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    public Runs runs() {
        return new Runs(handle);
    }

    public Snapshots snapshots() {
        return new Snapshots(handle, clock);
    }

    public Properties properties() {
        return new Properties(handle);
    }
}
