package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.Json;
import org.apportion.metering.journal.Change;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.spi.metering.Evidence;
import org.jdbi.v3.core.Handle;

/** Moves records and charges from one standing to the next, with the event that tells it. */
final class RecordChanges {
    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_RECORD_ID = 400;
    /** Of a record whose charges left it. */
    static final String LEFT = "left";

    private final Change change;
    private final Handle handle;

    RecordChanges(Change change) {
        this.change = change;
        this.handle = change.handle();
    }

    /** A record that does not exist yet; {@code charges} are planned. */
    record New(
            String key,
            MeteredProduct account,
            String dimension,
            BigDecimal quantity,
            Map<String, BigDecimal> allocations,
            Instant sentAsOf,
            List<String> charges) {}

    /** Writes a new record with its first attempt. */
    void start(New fresh) {
        handle.createUpdate("INSERT INTO meter_record (record_key, product, customer, dimension, quantity, allocations,"
                        + " sent_as_of, state, doubt, attempts, not_before, fencing, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 'sending', 0, 1, ?, ?, ?)")
                .bind(0, fresh.key())
                .bind(1, fresh.account().product())
                .bind(2, fresh.account().customer())
                .bind(3, fresh.dimension())
                .bind(4, fresh.quantity().toPlainString())
                .bind(5, Json.decimals(fresh.allocations()))
                .bind(6, Instants.text(fresh.sentAsOf()))
                .bind(7, Instants.text(change.now()))
                .bind(8, change.fencing())
                .bind(9, Instants.text(change.now()))
                .execute();
        for (String charge : fresh.charges()) {
            int changed = handle.createUpdate(
                            "UPDATE meter_charge SET state = 'sending', record_key = ?, changed_at = ?"
                                    + " WHERE charge_key = ? AND state = 'planned'")
                    .bind(0, fresh.key())
                    .bind(1, Instants.text(change.now()))
                    .bind(2, charge)
                    .execute();
            mustBeOne(changed, charge);
            log(charge, Standing.PLANNED, ChargeEvent.ATTEMPT_STARTED, started(fresh, 1), Outcome.NO_CALL);
        }
    }

    /** Writes a further attempt. @return false if the record's standing is no longer what it was */
    boolean startAgain(SentRecord record) {
        Standing next = next(record.standing(), ChargeEvent.ATTEMPT_STARTED);
        int changed = handle.createUpdate(
                        "UPDATE meter_record SET state = 'sending', doubt = ?, attempts = attempts + 1,"
                                + " fencing = ?, changed_at = ? WHERE record_key = ? AND state = ? AND attempts = ?")
                .bind(0, next.doubt() ? 1 : 0)
                .bind(1, change.fencing())
                .bind(2, Instants.text(change.now()))
                .bind(3, record.key())
                .bind(4, record.standing().state().id())
                .bind(5, record.attempts())
                .execute();
        if (changed != 1) {
            return false;
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("record", record.key());
        detail.put("attempt", record.attempts() + 1);
        detail.put("as_of", record.sentAsOf().toString());
        setCharges(record, next, "", Optional.empty());
        record.charges()
                .forEach(
                        charge -> log(charge, record.standing(), ChargeEvent.ATTEMPT_STARTED, detail, Outcome.NO_CALL));
        return true;
    }

    /**
     * Writes what happened to a record and its charges.
     *
     * @return false, and nothing is written, if its standing is no longer what it was: somebody else wrote first
     */
    boolean happened(SentRecord record, Outcome outcome) {
        Standing next = next(record.standing(), outcome.event());
        int changed = handle.createUpdate("UPDATE meter_record SET state = ?, doubt = ?, not_before = ?, changed_at = ?"
                        + " WHERE record_key = ? AND state = ? AND attempts = ?")
                .bind(
                        0,
                        next.state() == ChargeState.PLANNED
                                ? LEFT
                                : next.state().id())
                .bind(1, next.doubt() ? 1 : 0)
                .bind(2, Instants.text(outcome.notBefore()))
                .bind(3, Instants.text(change.now()))
                .bind(4, record.key())
                .bind(5, record.standing().state().id())
                .bind(6, record.attempts())
                .execute();
        if (changed != 1) {
            return false;
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("record", record.key());
        detail.put("attempt", record.attempts());
        if (!outcome.recordId().isEmpty()) {
            detail.put("record_id", cut(outcome.recordId(), MAX_RECORD_ID));
        }
        if (!outcome.message().isEmpty()) {
            detail.put("message", cut(outcome.message(), MAX_MESSAGE));
        }
        setCharges(record, next, outcome.recordId(), Optional.of(outcome.message()));
        record.charges().forEach(charge -> log(charge, record.standing(), outcome.event(), detail, outcome.evidence()));
        return true;
    }

    /** How often the marketplace found the record's charges too old before, not counting this transaction. */
    int timesExpired(SentRecord record) {
        return handle.createQuery("SELECT COUNT(*) FROM meter_event WHERE subject = ? AND event = ?")
                .bind(0, record.charges().get(0))
                .bind(1, ChargeEvent.EXPIRED.id())
                .mapTo(Integer.class)
                .one();
    }

    private void setCharges(SentRecord record, Standing next, String recordId, Optional<String> message) {
        boolean leaves = next.state() == ChargeState.PLANNED;
        for (String charge : record.charges()) {
            int changed = handle.createUpdate(
                            "UPDATE meter_charge SET state = ?, doubt = ?, changed_at = ?, record_id = ?,"
                                    + " message = COALESCE(?, message), moves = moves + ?, record_key = ?"
                                    + " WHERE charge_key = ? AND state = ?")
                    .bind(0, next.state().id())
                    .bind(1, next.doubt() ? 1 : 0)
                    .bind(2, Instants.text(change.now()))
                    .bind(3, cut(recordId, MAX_RECORD_ID))
                    .bind(4, message.map(text -> cut(text, MAX_MESSAGE)).orElse(null))
                    .bind(5, leaves ? 1 : 0)
                    .bind(6, leaves ? "" : record.key())
                    .bind(7, charge)
                    .bind(8, record.standing().state().id())
                    .execute();
            mustBeOne(changed, charge);
        }
    }

    /** Writes what happened to one charge alone: before it has a record, or by an operator's word. */
    boolean happened(String charge, Standing from, Outcome outcome, Map<String, Object> detail) {
        Standing next = next(from, outcome.event());
        boolean leaves = next.state() == ChargeState.PLANNED;
        int changed = handle.createUpdate("UPDATE meter_charge SET state = ?, doubt = ?, changed_at = ?, record_id = ?,"
                        + " message = ?, moves = moves + ?, record_key = CASE WHEN ? = 1 THEN '' ELSE record_key END"
                        + " WHERE charge_key = ? AND state = ?")
                .bind(0, next.state().id())
                .bind(1, next.doubt() ? 1 : 0)
                .bind(2, Instants.text(change.now()))
                .bind(3, cut(outcome.recordId(), MAX_RECORD_ID))
                .bind(4, cut(outcome.message(), MAX_MESSAGE))
                .bind(5, leaves ? 1 : 0)
                .bind(6, leaves ? 1 : 0)
                .bind(7, charge)
                .bind(8, from.state().id())
                .execute();
        if (changed == 1) {
            log(charge, from, outcome.event(), detail, outcome.evidence());
        }
        return changed == 1;
    }

    private void log(String charge, Standing from, ChargeEvent event, Map<String, Object> detail, Evidence evidence) {
        Standing next = next(from, event);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("state", next.state().id());
        if (next.doubt()) {
            told.put("doubt", true);
        }
        told.putAll(detail);
        change.log().add(charge, event.id(), told, evidence);
    }

    private static Map<String, Object> started(New fresh, int attempt) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("record", fresh.key());
        detail.put("attempt", attempt);
        detail.put("as_of", fresh.sentAsOf().toString());
        detail.put("quantity", fresh.quantity().toPlainString());
        if (fresh.charges().size() > 1) {
            detail.put("sum_of", fresh.charges());
        }
        return detail;
    }

    private static Standing next(Standing from, ChargeEvent event) {
        return Transitions.after(from, event)
                .orElseThrow(() -> new IllegalStateException(event + " cannot happen to a charge that is " + from));
    }

    private static void mustBeOne(int changed, String charge) {
        if (changed != 1) {
            throw new IllegalStateException("charge " + charge + " is not where its record is");
        }
    }

    /** PostgreSQL keeps no NUL, and what a service says must never keep its answer from being written. */
    private static String cut(String text, int most) {
        String clean = text.replace('\0', ' ');
        return clean.length() > most ? clean.substring(0, most) : clean;
    }
}
