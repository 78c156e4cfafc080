package org.apportion.metering.sending;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.Change;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeRows;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Difference;
import org.apportion.metering.journal.DifferenceRows;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalError;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.ParkedActions;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.journal.WaitingUsage;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ChargeKey;

/**
 * What a person may do with charges, parked usage and differences. Each action is an event that names the person and the reason. Needs no lease: a running
 * process and an operator never change the same charge, because each change names the state that it found.
 *
 * <p>All methods throw {@link ApportionException} {@code METER_CHARGE_STATE} if the charge, usage or difference is unknown or its state does not
 * allow the action.
 */
public final class Operator {
    private final Ledger ledger;
    private final String name;
    private final boolean rehearsal;

    /** @param name of the person, for the chain of events */
    public Operator(Ledger ledger, String name) {
        this(ledger, name, false);
    }

    private Operator(Ledger ledger, String name, boolean rehearsal) {
        this.ledger = ledger;
        this.name = name;
        this.rehearsal = rehearsal;
    }

    /** One that is refused what is refused, and whose actions are undone: to know before anybody confirms. */
    public Operator rehearsing() {
        return new Operator(ledger, name, true);
    }

    /** Gives a charge up: it will never be billed by us. */
    public Charge waive(String id, String reason) {
        return act(id, (change, charge) -> {
            Charge free = freed(charge, change);
            happened(free, ChargeEvent.WAIVED, "", reason, change);
            return id;
        });
    }

    /**
     * Orders a new record, with a new key and timestamp. Ask for confirmation first: if the marketplace did bill the old one,
     * the customer pays twice.
     */
    public Charge resend(String id, String reason) {
        return act(id, (change, charge) -> {
            happened(charge, ChargeEvent.RESEND_ORDERED, "", reason, change);
            return id;
        });
    }

    /** Says that the marketplace did bill it. @param recordId the marketplace's, as its own pages tell */
    public Charge confirm(String id, String recordId, String reason) {
        return act(id, (change, charge) -> {
            if (new ChargeRows(change.handle()).isOfAnotherRecord(recordId, charge)) {
                throw refused(
                        charge.account() + " " + charge.key().dimension(),
                        "another charge was billed with the record " + recordId + ".");
            }
            happened(charge, ChargeEvent.CONFIRMED, recordId, reason, change);
            return id;
        });
    }

    /**
     * Bills the quantity under another dimension: waives the charge and plans a new one.
     *
     * @return the new charge
     */
    public Charge remap(String id, String dimension, String reason) {
        return act(id, (change, charge) -> {
            Charge free = freed(charge, change);
            boolean certain = free.state() == ChargeState.PLANNED
                    || free.state() == ChargeState.REJECTED
                    || free.state() == ChargeState.EXPIRED;
            if (!certain || dimension.equals(charge.key().dimension())) {
                throw refused(
                        charge.account() + " " + charge.key().dimension(),
                        "it is " + free.state().id() + " and cannot be billed as " + dimension + ".");
            }
            ChargeRows rows = new ChargeRows(change.handle());
            ChargeKey old = charge.key();
            ChargeKey first = new ChargeKey(old.product(), old.customer(), dimension, old.period(), 0);
            ChargeKey key =
                    new ChargeKey(old.product(), old.customer(), dimension, old.period(), rows.nextRevision(first));
            happened(free, ChargeEvent.WAIVED, "", reason + " (billed as " + dimension + ")", change);
            rows.plan(
                    List.of(new PlannedCharge(
                            key,
                            charge.quantity(),
                            charge.allocations(),
                            charge.evidence().insteadOf(charge, name, reason))),
                    change.log(),
                    change.now());
            return key.idempotencyKey();
        });
    }

    /**
     * Gives parked usage up: it is billed by no dimension that the file has later, and told no more.
     *
     * @param id of the usage
     */
    public WaitingUsage waiveParked(String id, String reason) {
        return onParked(id, (actions, waiting) -> actions.waive(waiting, name, reason));
    }

    /**
     * Bills parked usage, all of it, as a dimension.
     *
     * @param id of the usage
     * @param as what the usage comes to
     */
    public WaitingUsage billParked(String id, Function<ParkedUsage, LateDecision.Addition> as, String reason) {
        return onParked(
                id, (actions, waiting) -> actions.plan(waiting, List.of(as.apply(waiting.usage())), name, reason));
    }

    private WaitingUsage onParked(String id, BiPredicate<ParkedActions, WaitingUsage> action) {
        return change(change -> {
            ParkedActions actions = new ParkedActions(change);
            WaitingUsage waiting = actions.waiting(id)
                    .orElseThrow(() -> refused(id, "there is no parked usage with this id that waits."));
            if (!action.test(actions, waiting)) {
                throw refused(waiting.account().toString(), "the usage " + waiting.shortId() + " changed meanwhile.");
            }
            return waiting;
        });
    }

    /**
     * Says that what late samples would change in a closed period is dealt with: it is told no more. Bills nothing and takes
     * nothing back.
     *
     * @param id of the difference
     */
    public Difference settle(String id, String reason) {
        return change(change -> new DifferenceRows(change.handle())
                .settle(id, name, reason, change.log(), change.now())
                .orElseThrow(() -> refused(id, "there is no difference with this id that is not settled.")));
    }

    private Charge act(String id, BiFunction<Change, Charge, String> action) {
        return change(change -> {
            ChargeRows rows = new ChargeRows(change.handle());
            Charge charge = rows.find(id).orElseThrow(() -> refused(id, "there is no charge with this key."));
            return rows.find(action.apply(change, charge)).orElseThrow();
        });
    }

    private <T> T change(Function<Change, T> work) {
        if (!rehearsal) {
            return Journal.change(ledger, Optional.empty(), work);
        }
        List<T> results = new ArrayList<>();
        try {
            return Journal.<T>change(ledger, Optional.empty(), change -> {
                results.add(work.apply(change));
                throw new Undone();
            });
        } catch (Undone e) {
            return results.get(0);
        }
    }

    /** Rolls a rehearsal back. */
    @SuppressWarnings("serial")
    private static final class Undone extends RuntimeException {}

    /** A charge that waits to be sent again leaves its record, which was certainly not billed; so do those summed with it. */
    private static Charge freed(Charge charge, Change change) {
        if (charge.state() != ChargeState.RETRY_AT || charge.doubt()) {
            return charge;
        }
        SentRecord record =
                new RecordRows(change.handle()).find(charge.recordKey()).orElseThrow();
        new RecordChanges(change)
                .happened(record, Outcome.of(ChargeEvent.MOVED, "An operator took it back.", change.now()));
        return new ChargeRows(change.handle()).find(charge.id()).orElseThrow();
    }

    private void happened(Charge charge, ChargeEvent event, String recordId, String reason, Change change) {
        Standing from = new Standing(charge.state(), charge.doubt());
        if (Transitions.after(from, event).isEmpty()) {
            throw refused(
                    charge.account() + " " + charge.key().dimension(),
                    "it is " + charge.state().id() + (charge.doubt() ? ", perhaps billed" : "") + ".");
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("by", name);
        detail.put("reason", reason);
        if (!recordId.isEmpty()) {
            detail.put("record_id", recordId);
        }
        Outcome outcome = new Outcome(event, recordId, reason, change.now(), Outcome.NO_CALL);
        new RecordChanges(change).happened(charge.id(), from, outcome, detail);
    }

    private static ApportionException refused(String place, String problem) {
        return new ApportionException(
                JournalError.METER_CHARGE_STATE,
                place,
                problem,
                "List the charges and their states; only those that wait for an operator, or have not been sent, can be"
                        + " changed.");
    }
}
