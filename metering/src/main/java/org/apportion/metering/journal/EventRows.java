package org.apportion.metering.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.RowBatch;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageReading;
import org.jdbi.v3.core.Handle;

/** Events of one product and customer in the ledger. */
final class EventRows {
    private final Handle handle;
    private final MeteredProduct account;

    EventRows(Handle handle, MeteredProduct account) {
        this.handle = handle;
        this.account = account;
    }

    /** Of what the event with this key said; empty if there is none. */
    Optional<String> digest(String key) {
        return handle.createQuery("SELECT digest FROM meter_usage_event WHERE event_key = ?")
                .bind(0, key)
                .mapTo(String.class)
                .findOne();
    }

    /** The first microsecond from an event's time on that no other sample has. */
    Instant free(Instant eventAt) {
        Instant at = handle.createQuery("SELECT MAX(sample_at) FROM meter_usage_event"
                        + " WHERE product = ? AND customer = ? AND event_at = ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(eventAt))
                .mapTo(String.class)
                .findOne()
                .map(last -> Instants.of(last).plus(1, ChronoUnit.MICROS))
                .orElse(eventAt);
        while (isTaken("meter_usage_event", "sample_at", at) || isTaken("meter_sample", "reported_at", at)) {
            at = at.plus(1, ChronoUnit.MICROS);
        }
        return at;
    }

    private boolean isTaken(String table, String column, Instant at) {
        return handle.createQuery("SELECT COUNT(*) FROM " + table + " WHERE product = ? AND customer = ? AND " + column
                                + " = ?")
                        .bind(0, account.product())
                        .bind(1, account.customer())
                        .bind(2, Instants.text(at))
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    boolean isConflictTold(String detail) {
        return handle.createQuery("SELECT COUNT(*) FROM meter_event WHERE subject = ? AND event = ? AND detail = ?")
                        .bind(0, account.subject())
                        .bind(1, EventInbox.CONFLICT)
                        .bind(2, detail)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    void insert(String key, UsageEvent event, Instant eventAt, Instant sampleAt, Instant now) {
        handle.createUpdate(
                        "INSERT INTO meter_usage_event (event_key, product, customer, source, event_id, event_at,"
                                + " sample_at, digest, content, received_at, journaled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
                .bind(0, key)
                .bind(1, account.product())
                .bind(2, account.customer())
                .bind(3, event.source())
                .bind(4, event.id())
                .bind(5, Instants.text(eventAt))
                .bind(6, Instants.text(sampleAt))
                .bind(7, event.digest())
                .bind(8, SampleText.json(event.reading()))
                .bind(9, Instants.text(now))
                .execute();
    }

    List<UsageReading> waiting(int most) {
        return handle.createQuery("SELECT sample_at, content FROM meter_usage_event"
                        + " WHERE product = ? AND customer = ? AND journaled = 0 ORDER BY sample_at LIMIT ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, most)
                .map((row, context) -> SampleText.reading(Instants.of(row.getString(1)), row.getString(2)))
                .list();
    }

    void journaled(List<UsageReading> readings) {
        RowBatch batch = new RowBatch(
                handle,
                "UPDATE meter_usage_event SET journaled = 1 WHERE product = ? AND customer = ? AND sample_at = ?");
        readings.forEach(reading ->
                batch.add(account.product(), account.customer(), Instants.text(SampleText.instant(reading))));
        // How many rows each changed: one, or none if it came from elsewhere.
        int[] unused = batch.execute();
    }

    void forget(Instant before) {
        handle.createUpdate("DELETE FROM meter_usage_event WHERE product = ? AND customer = ? AND event_at < ?"
                        + " AND journaled = 1")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(before))
                .execute();
    }
}
