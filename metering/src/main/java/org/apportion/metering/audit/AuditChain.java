package org.apportion.metering.audit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Instants;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.spi.metering.Evidence;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that nobody changed, removed or inserted an event, that every charge is what was planned and stands where
 * its events say, and that what waits to be sent is the sum of its charges.
 */
public final class AuditChain {
    private static final int MAX_PROBLEMS = 100;
    private static final int FETCH = 1_000;
    private static final String COLUMNS = "SELECT sequence, subject, event, at, fencing, detail, request_digest,"
            + " response_digest, hash FROM meter_event ";
    /** A quote within a text is escaped, so only a key reads like this. */
    private static final String TELLS_STATE = "e.detail LIKE '%\"state\"%'";

    private static final RowMapper<AuditEvent> MAPPER = (row, context) -> new AuditEvent(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            Instants.of(row.getString(4)),
            row.getLong(5),
            row.getString(6),
            new Evidence(row.getString(7), row.getString(8)),
            row.getString(9));

    private AuditChain() {}

    /**
     * What was found.
     *
     * @param events how many the chain has
     * @param head hash of the last one; whoever writes it down elsewhere can later prove that nothing before was changed
     * @param problems at most {@value #MAX_PROBLEMS}; empty if the chain holds
     */
    public record Verification(long events, String head, List<String> problems) {}

    /** Reads every event once, in bounded memory. */
    public static Verification verify(Ledger ledger) {
        return ledger.read(AuditChain::verify);
    }

    /** The events of one charge, record or account, in order. */
    public static List<AuditEvent> events(Ledger ledger, String subject) {
        return ledger.read(tx -> tx.handle()
                .createQuery(COLUMNS + "WHERE subject = ? ORDER BY sequence")
                .bind(0, subject)
                .map(MAPPER)
                .list());
    }

    private static Verification verify(LedgerTransaction transaction) {
        List<String> problems = new ArrayList<>();
        String hash = "";
        long events = 0;
        try (var stream =
                transaction
                        .handle()
                        .createQuery(COLUMNS + "ORDER BY sequence")
                        .setFetchSize(FETCH)
                        .map(MAPPER)
                        .stream()) {
            for (Iterator<AuditEvent> each = stream.iterator(); each.hasNext(); ) {
                AuditEvent event = each.next();
                events++;
                if (event.sequence() != events) {
                    report(problems, "Event " + events + " is missing; the next one is " + event.sequence() + ".");
                    events = event.sequence();
                } else if (!event.hashAfter(hash).equals(event.hash())) {
                    report(problems, "Event " + events + " (" + event.event() + ") was changed.");
                }
                hash = event.hash();
            }
        }
        checkHead(transaction, events, hash, problems);
        checkStates(transaction, problems);
        checkPlans(transaction, problems);
        checkRecords(transaction, problems);
        checkNoneIsGone(transaction, problems);
        return new Verification(events, hash, List.copyOf(problems));
    }

    private static void checkHead(LedgerTransaction transaction, long events, String hash, List<String> problems) {
        transaction
                .handle()
                .createQuery("SELECT events, hash FROM meter_chain WHERE id = 1")
                .map((row, context) -> {
                    if (row.getLong(1) != events || !row.getString(2).equals(hash)) {
                        report(
                                problems,
                                "The chain ends at event " + events + ", but " + row.getLong(1) + " were written.");
                    }
                    return true;
                })
                .one();
    }

    /** A charge's events tell the state that they lead to. */
    private static void checkStates(LedgerTransaction transaction, List<String> problems) {
        try (var charges = transaction
                .handle()
                .createQuery(
                        "SELECT c.charge_key, c.state, c.record_id, (SELECT e.detail FROM meter_event e WHERE e.subject ="
                                + " c.charge_key AND " + TELLS_STATE
                                + " ORDER BY e.sequence DESC LIMIT 1) FROM meter_charge c")
                .setFetchSize(FETCH)
                .map((row, context) -> new Told(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .stream()) {
            charges.forEach(charge -> {
                if (!charge.state().equals(charge.told())) {
                    report(
                            problems,
                            "Charge " + charge.key() + " is " + charge.state() + ", but its events say " + charge.told()
                                    + ".");
                } else if (charge.hasOtherRecord()) {
                    report(problems, "Charge " + charge.key() + " has another record id than its events say.");
                }
            });
        }
    }

    /**
     * Digest of what a charge was planned from, for its event: nobody can change later how it was allocated or why it has its
     * quantity.
     */
    public static String basis(String allocations, String evidence) {
        return PartsDigest.of(List.of(allocations, evidence));
    }

    /** A charge is what was planned: its event tells for whom, of what, when and how much, and, unless it is an old one, why. */
    private static void checkPlans(LedgerTransaction transaction, List<String> problems) {
        try (var charges = transaction
                .handle()
                .createQuery("SELECT c.charge_key, c.product, c.customer, c.dimension, c.period_start, c.period_end,"
                        + " c.revision, c.quantity, e.detail, c.allocations, c.evidence FROM meter_charge c JOIN meter_event e ON e.subject ="
                        + " c.charge_key AND e.event = 'charge_planned'")
                .setFetchSize(FETCH)
                .map((row, context) -> {
                    Map<String, Object> planned = Json.tree(row.getString(9));
                    Map<String, Object> found = new LinkedHashMap<>();
                    found.put("product", row.getString(2));
                    found.put("customer", row.getString(3));
                    found.put("dimension", row.getString(4));
                    found.put("from", Instants.of(row.getString(5)).toString());
                    found.put("to", Instants.of(row.getString(6)).toString());
                    found.put("revision", Integer.toString(row.getInt(7)));
                    found.put("quantity", row.getString(8));
                    if (planned.containsKey("basis")) {
                        found.put("basis", basis(row.getString(10), row.getString(11)));
                    }
                    found.entrySet()
                            .removeIf(each ->
                                    String.valueOf(planned.get(each.getKey())).equals(each.getValue()));
                    return Map.entry(row.getString(1), found);
                })
                .stream()) {
            charges.forEach(charge -> charge.getValue()
                    .forEach((name, value) -> report(
                            problems,
                            "Charge " + charge.getKey()
                                    + (name.equals("basis")
                                            ? " has other allocations or another evidence than were planned."
                                            : " has the " + name + " " + value + ", which is not what was planned."))));
        }
    }

    /** What waits to be sent again, or was billed, is the sum of its charges. */
    private static void checkRecords(LedgerTransaction transaction, List<String> problems) {
        Rest rest = new Rest("", BigDecimal.ZERO);
        try (var charges = transaction
                .handle()
                .createQuery("SELECT r.record_key, r.quantity, c.quantity FROM meter_record r JOIN meter_charge c ON"
                        + " c.record_key = r.record_key WHERE r.state IN ('sending', 'unknown', 'retry_at',"
                        + " 'accepted', 'duplicate_same') ORDER BY r.record_key")
                .setFetchSize(FETCH)
                .map((row, context) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .stream()) {
            for (Iterator<List<String>> each = charges.iterator(); each.hasNext(); ) {
                List<String> row = each.next();
                if (!rest.record().equals(row.get(0))) {
                    rest.tell(problems);
                    rest = new Rest(row.get(0), new BigDecimal(row.get(1)));
                }
                rest = new Rest(rest.record(), rest.quantity().subtract(new BigDecimal(row.get(2))));
            }
        }
        rest.tell(problems);
    }

    /** What a record has beyond the charges that were looked at. */
    private record Rest(String record, BigDecimal quantity) {
        void tell(List<String> problems) {
            if (quantity.signum() != 0) {
                report(problems, "Record " + record + " has another quantity than its charges.");
            }
        }
    }

    private static void checkNoneIsGone(LedgerTransaction transaction, List<String> problems) {
        transaction
                .handle()
                .createQuery("SELECT DISTINCT e.subject FROM meter_event e WHERE " + TELLS_STATE
                        + " AND NOT EXISTS (SELECT 1 FROM meter_charge c WHERE c.charge_key = e.subject) LIMIT "
                        + MAX_PROBLEMS)
                .mapTo(String.class)
                .forEach(key -> report(problems, "Charge " + key + " is gone; its events are there."));
    }

    /** @param detail of the last event that tells the charge's state */
    private record Told(
            String key,
            String state,
            String recordId,
            @Nullable String detail) {
        boolean hasOtherRecord() {
            return detail != null
                    && Json.tree(detail).get("record_id") instanceof String told
                    && !told.equals(recordId);
        }

        String told() {
            return detail == null ? "nothing" : String.valueOf(Json.tree(detail).get("state"));
        }
    }

    private static void report(List<String> problems, String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
