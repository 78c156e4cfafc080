package org.apportion.ledger;

import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/** One transaction of the ledger. Valid only inside the function that received it, and only in its thread. */
public final class LedgerTransaction {
    private final Handle handle;
    private final InstantSource clock;

    LedgerTransaction(Handle handle, InstantSource clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** For a room's own tables. Never commit, roll back or close it. */
    public Handle handle() {
        return handle;
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
