package org.apportion.metering.journal;

import java.time.Instant;
import org.apportion.metering.audit.EventLog;
import org.jdbi.v3.core.Handle;

/** One change of the journal: a transaction that holds the lease and the end of the chain. */
public final class Change {
    private final Handle handle;
    private final EventLog log;
    private final Instant now;
    private final long fencing;

    Change(Handle handle, EventLog log, Instant now, long fencing) {
        this.handle = handle;
        this.log = log;
        this.now = now;
        this.fencing = fencing;
    }

    /** For this room's tables. Never commit, roll back or close it. */
    public Handle handle() {
        return handle;
    }

    /** Written when the change's work returns. */
    public EventLog log() {
        return log;
    }

    public Instant now() {
        return now;
    }

    /** Token of the writer's lease; 0 for an operator. */
    public long fencing() {
        return fencing;
    }
}
