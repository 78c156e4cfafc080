package org.apportion.metering.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Instants;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.spi.metering.Evidence;
import org.jdbi.v3.core.Handle;

/**
 * Appends events to the chain inside one transaction. Opening it locks the chain until that transaction ends, so writers of
 * the journal take turns and what they read before they write stays true.
 */
public final class EventLog {
    private static final Evidence NOTHING_SENT = new Evidence("", "");

    private final Handle handle;
    private final Instant at;
    private final long fencing;
    private final List<AuditEvent> added = new ArrayList<>();
    private long sequence;
    private String hash;

    private EventLog(Handle handle, Instant at, long fencing, long sequence, String hash) {
        this.handle = handle;
        this.at = at;
        this.fencing = fencing;
        this.sequence = sequence;
        this.hash = hash;
    }

    /** @param fencing token of the writer's lease; 0 for an operator */
    public static EventLog lock(LedgerTransaction transaction, Instant at, long fencing) {
        Handle handle = transaction.handle();
        handle.execute("UPDATE meter_chain SET events = events WHERE id = 1");
        return handle.createQuery("SELECT events, hash FROM meter_chain WHERE id = 1")
                .map((row, context) -> new EventLog(handle, at, fencing, row.getLong(1), row.getString(2)))
                .one();
    }

    public void add(String subject, String event, Map<String, ?> detail) {
        add(subject, event, detail, NOTHING_SENT);
    }

    /** @param detail as for {@link Json#text}; its order is kept */
    public void add(String subject, String event, Map<String, ?> detail, Evidence evidence) {
        sequence++;
        String text = Json.text(detail);
        String next = AuditEvent.hash(sequence, subject, event, at, fencing, text, evidence, hash);
        added.add(new AuditEvent(sequence, subject, event, at, fencing, text, evidence, next));
        hash = next;
    }

    /** The end of what was added. */
    public record Mark(int added, long sequence, String hash) {}

    public Mark mark() {
        return new Mark(added.size(), sequence, hash);
    }

    /** Forgets what was added since: nothing of it happened. */
    public void backTo(Mark mark) {
        added.subList(mark.added(), added.size()).clear();
        sequence = mark.sequence();
        hash = mark.hash();
    }

    /** Writes what was added. Call it once, at the end of the transaction. */
    public void write() {
        if (added.isEmpty()) {
            return;
        }
        RowBatch batch = new RowBatch(
                handle,
                "INSERT INTO meter_event (sequence, subject, event, at, fencing, detail, request_digest,"
                        + " response_digest, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        String instant = Instants.text(at);
        for (AuditEvent event : added) {
            batch.add(
                    event.sequence(),
                    event.subject(),
                    event.event(),
                    instant,
                    event.fencing(),
                    event.detail(),
                    event.evidence().requestDigest(),
                    event.evidence().responseDigest(),
                    event.hash());
        }
        batch.execute();
        handle.createUpdate("UPDATE meter_chain SET events = ?, hash = ? WHERE id = 1")
                .bind(0, sequence)
                .bind(1, hash)
                .execute();
        added.clear();
    }
}
