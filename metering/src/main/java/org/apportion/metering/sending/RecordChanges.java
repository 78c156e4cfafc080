package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.Json;
import org.apportion.metering.audit.RowBatch;
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

    private static final String SET_CHARGE =
            "UPDATE meter_charge SET state = ?, doubt = ?, changed_at = ?, record_id = ?,"
                    + " moves = moves + ?, record_key = ?";

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

    /** Writes new records with their first attempts. */
    void start(List<New> fresh) {
        RowBatch records = new RowBatch(
                handle,
                "INSERT INTO meter_record (record_key, product, customer, dimension, quantity, allocations,"
                        + " sent_as_of, state, doubt, attempts, not_before, fencing, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 'sending', 0, 1, ?, ?, ?)");
        RowBatch charges = new RowBatch(
                handle,
                "UPDATE meter_charge SET state = 'sending', record_key = ?, changed_at = ?"
                        + " WHERE charge_key = ? AND state = 'planned'");
        String now = Instants.text(change.now());
        for (New each : fresh) {
            records.add(
                    each.key(),
                    each.account().product(),
                    each.account().customer(),
                    each.dimension(),
                    each.quantity().toPlainString(),
                    Json.decimals(each.allocations()),
                    Instants.text(each.sentAsOf()),
                    now,
                    change.fencing(),
                    now);
            each.charges().forEach(charge -> charges.add(each.key(), now, charge));
        }
        records.execute();
        mustBeOneEach(charges.execute());
        for (New each : fresh) {
            Map<String, Object> detail = started(each, 1);
            each.charges()
                    .forEach(charge ->
                            log(charge, Standing.PLANNED, ChargeEvent.ATTEMPT_STARTED, detail, Outcome.NO_CALL));
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
        RowBatch charges = new RowBatch(handle, SET_CHARGE + " WHERE charge_key = ? AND state = ?");
        record.charges().forEach(charge -> charges.add(values(record, next, "", charge)));
        mustBeOneEach(charges.execute());
        record.charges()
                .forEach(
                        charge -> log(charge, record.standing(), ChargeEvent.ATTEMPT_STARTED, detail, Outcome.NO_CALL));
        return true;
    }

    /** What happened to a record. */
    record Told(SentRecord record, Outcome outcome) {}

    /** As {@link #happened(List)}, of one. */
    boolean happened(SentRecord record, Outcome outcome) {
        return happened(List.of(new Told(record, outcome))).get(0);
    }

    /**
     * Writes what happened to records and their charges; no record twice.
     *
     * @return for each in order: false, and nothing of it is written, if its standing is no longer what it was, because somebody
     *     else wrote first
     */
    List<Boolean> happened(List<Told> told) {
        int[] changed = setRecords(told);
        RowBatch charges = new RowBatch(handle, SET_CHARGE + ", message = ? WHERE charge_key = ? AND state = ?");
        List<Boolean> written = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            written.add(changed[i] == 1);
            if (changed[i] == 1) {
                setCharges(told.get(i), charges);
            }
        }
        mustBeOneEach(charges.execute());
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                log(told.get(i));
            }
        }
        return written;
    }

    private int[] setRecords(List<Told> told) {
        RowBatch records = new RowBatch(
                handle,
                "UPDATE meter_record SET state = ?, doubt = ?, not_before = ?, changed_at = ?"
                        + " WHERE record_key = ? AND state = ? AND attempts = ?");
        for (Told each : told) {
            SentRecord record = each.record();
            Standing next = next(record.standing(), each.outcome().event());
            records.add(
                    next.state() == ChargeState.PLANNED ? LEFT : next.state().id(),
                    next.doubt() ? 1 : 0,
                    Instants.text(each.outcome().notBefore()),
                    Instants.text(change.now()),
                    record.key(),
                    record.standing().state().id(),
                    record.attempts());
        }
        return records.execute();
    }

    private void setCharges(Told told, RowBatch charges) {
        SentRecord record = told.record();
        Standing next = next(record.standing(), told.outcome().event());
        String message = cut(told.outcome().message(), MAX_MESSAGE);
        for (String charge : record.charges()) {
            List<Object> values =
                    new ArrayList<>(List.of(values(record, next, told.outcome().recordId(), charge)));
            values.add(values.size() - 2, message);
            charges.add(values.toArray());
        }
    }

    /** Of {@link #SET_CHARGE}, then the charge's key and the state in which it is. */
    private Object[] values(SentRecord record, Standing next, String recordId, String charge) {
        boolean leaves = next.state() == ChargeState.PLANNED;
        return new Object[] {
            next.state().id(),
            next.doubt() ? 1 : 0,
            Instants.text(change.now()),
            cut(recordId, MAX_RECORD_ID),
            leaves ? 1 : 0,
            leaves ? "" : record.key(),
            charge,
            record.standing().state().id()
        };
    }

    private void log(Told told) {
        SentRecord record = told.record();
        Outcome outcome = told.outcome();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("record", record.key());
        detail.put("attempt", record.attempts());
        if (!outcome.recordId().isEmpty()) {
            detail.put("record_id", cut(outcome.recordId(), MAX_RECORD_ID));
        }
        if (!outcome.message().isEmpty()) {
            detail.put("message", cut(outcome.message(), MAX_MESSAGE));
        }
        record.charges().forEach(charge -> log(charge, record.standing(), outcome.event(), detail, outcome.evidence()));
    }

    /** How often the marketplace found the record's charges too old before, not counting this transaction. */
    int timesExpired(SentRecord record) {
        return handle.createQuery("SELECT COUNT(*) FROM meter_event WHERE subject = ? AND event = ?")
                .bind(0, record.charges().get(0))
                .bind(1, ChargeEvent.EXPIRED.id())
                .mapTo(Integer.class)
                .one();
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

    private static void mustBeOneEach(int[] changed) {
        for (int each : changed) {
            if (each != 1) {
                throw new IllegalStateException("a charge is not where its record is");
            }
        }
    }

    /** PostgreSQL keeps no NUL, and what a service says must never keep its answer from being written. */
    private static String cut(String text, int most) {
        String clean = text.replace('\0', ' ');
        return clean.length() > most ? clean.substring(0, most) : clean;
    }
}
