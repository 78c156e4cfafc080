package org.apportion.metering.sending;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apportion.ledger.Instants;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.jdbi.v3.core.Handle;

/**
 * Drops hours and heartbeats of an account that lie so far before the marketplace's late window that no record is ever dated there
 * again. The hours of an adapter before us stay, since they say whose a listed day may be; so does the latest slot of heartbeats.
 */
public final class OldSlots {
    /** Beyond the late window: a clock that was wrong, a ledger that was restored. */
    private static final Duration MARGIN = Duration.ofDays(2);
    /** What one call drops, from the oldest on: a ledger that never dropped any has years of them. */
    private static final Duration AT_ONCE = Duration.ofDays(31);

    private static final String HOURS =
            " FROM meter_hour WHERE product = ? AND customer = ? AND hour < ? AND record_key <> 'adapter'";
    private static final String HEARTBEATS =
            " FROM meter_heartbeat WHERE product = ? AND customer = ? AND sent_as_of < ? AND slot <"
                    + " (SELECT MAX(latest.slot) FROM meter_heartbeat latest WHERE latest.product = ? AND latest.customer = ?)";

    private final MeteredProduct account;

    private OldSlots(MeteredProduct account) {
        this.account = account;
    }

    /**
     * Writes nothing if there is none.
     *
     * @param lateWindow of the marketplace
     * @return how many were dropped
     */
    public static int drop(Journal journal, MeteredProduct account, Duration lateWindow) {
        OldSlots slots = new OldSlots(account);
        Instant end = journal.now().minus(lateWindow).minus(MARGIN);
        Optional<Instant> oldest = journal.read(tx -> slots.oldest(tx.handle(), end));
        return oldest.map(from -> from.plus(AT_ONCE).isBefore(end) ? from.plus(AT_ONCE) : end)
                .map(to -> journal.<Integer>change(change -> slots.drop(change.handle(), to)))
                .orElse(0);
    }

    private Optional<Instant> oldest(Handle handle, Instant end) {
        return handle.createQuery("SELECT MIN(at) FROM (SELECT MIN(hour) AS at" + HOURS + " UNION ALL SELECT"
                        + " MIN(sent_as_of) AS at" + HEARTBEATS + ") oldest")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(end))
                .bind(3, account.product())
                .bind(4, account.customer())
                .bind(5, Instants.text(end))
                .bind(6, account.product())
                .bind(7, account.customer())
                .mapTo(String.class)
                .findOne()
                .map(Instants::of);
    }

    private int drop(Handle handle, Instant end) {
        int hours = handle.createUpdate("DELETE" + HOURS)
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(end))
                .execute();
        int heartbeats = handle.createUpdate("DELETE" + HEARTBEATS)
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(end))
                .bind(3, account.product())
                .bind(4, account.customer())
                .execute();
        return hours + heartbeats;
    }
}
