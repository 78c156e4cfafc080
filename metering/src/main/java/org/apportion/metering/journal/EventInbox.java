package org.apportion.metering.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.Json;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;

/**
 * Events in the ledger. Writing needs no lease: an event is a row with a key of its own, whoever writes it. Events are remembered for
 * {@link #REMEMBERED}, and older ones are not taken, so none counts twice.
 */
final class EventInbox implements UsageInbox {
    static final Duration REMEMBERED = Duration.ofDays(400);
    /** Clocks may differ by so much. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    /** The state of an account that says how far its source of events was read. */
    private static final String PLACE = "events_read";

    static final String CONFLICT = "usage_event_conflict";

    private final Ledger ledger;
    private final MeteredProduct account;

    EventInbox(Ledger ledger, MeteredProduct account) {
        this.ledger = ledger;
        this.account = account;
    }

    @Override
    public List<Outcome> keep(List<UsageEvent> events) {
        return Journal.<List<Outcome>>change(ledger, Optional.empty(), change -> {
            List<Outcome> outcomes = new ArrayList<>(events.size());
            EventRows rows = new EventRows(change.handle(), account);
            events.forEach(event -> outcomes.add(keep(event, rows, change)));
            return outcomes;
        });
    }

    private Outcome keep(UsageEvent event, EventRows rows, Change change) {
        String key = PartsDigest.of(List.of(account.product(), account.customer(), event.source(), event.id()));
        Optional<String> present = rows.digest(key);
        if (present.isPresent()) {
            return present.get().equals(event.digest())
                    ? Outcome.KEPT_BEFORE
                    : contradicts(event, present.get(), rows, change);
        }
        Instant at = SampleText.instant(event.reading());
        if (at.isBefore(change.now().minus(REMEMBERED))) {
            return Outcome.TOO_OLD;
        }
        if (at.isAfter(change.now().plus(AHEAD))) {
            return Outcome.IN_FUTURE;
        }
        rows.insert(key, event, at, rows.free(at), change.now());
        return Outcome.KEPT;
    }

    private Outcome contradicts(UsageEvent event, String counts, EventRows rows, Change change) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("source", event.source());
        detail.put("id", event.id());
        detail.put("counts", counts);
        detail.put("refused", event.digest());
        if (!rows.isConflictTold(Json.text(detail))) {
            change.log().add(account.subject(), CONFLICT, detail);
        }
        return Outcome.CONTRADICTS;
    }

    @Override
    public List<UsageReading> waiting(int most) {
        return ledger.read(tx -> new EventRows(tx.handle(), account).waiting(most));
    }

    @Override
    public void journaled(List<UsageReading> readings) {
        ledger.useTransaction(tx -> {
            EventRows rows = new EventRows(tx.handle(), account);
            rows.journaled(readings);
            rows.forget(ledger.now().minus(REMEMBERED));
        });
    }

    @Override
    public Optional<String> place() {
        return ledger.read(tx -> new StateRows(tx.handle()).get(account, PLACE));
    }

    @Override
    public void comeTo(String place) {
        ledger.useTransaction(tx -> new StateRows(tx.handle()).put(account, PLACE, place));
    }
}
