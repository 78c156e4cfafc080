package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.journal.Change;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Journal;
import org.apportion.spi.metering.MarketplaceRules;

/**
 * What is to be written before any call: attempts whose process ended, records that are too old to be sent again, charges
 * that are never sent.
 */
final class Tidying {
    private static final String PROCESS_ENDED = "The process ended before the answer was written.";

    private final MarketplaceRules rules;
    private final SlotAllocator slots;
    private final Answers answers;
    private final StepWatch watch;

    Tidying(MarketplaceRules rules, SendingSettings settings, Answers answers, StepWatch watch) {
        this.rules = rules;
        this.slots = new SlotAllocator(rules, settings);
        this.answers = answers;
        this.watch = watch;
    }

    /** @return whether anything was written, so that what was read before is stale */
    boolean tidy(Journal journal, List<SentRecord> open, List<Charge> unsent) {
        Instant now = journal.now();
        Map<String, Charge> leading = leading(unsent);
        boolean needed = open.stream().anyMatch(record -> step(record, now).isPresent())
                || unsent.stream().anyMatch(charge -> step(charge, leading).isPresent());
        if (needed) {
            journal.change(change -> {
                write(change, open, unsent, leading);
                watch.reached(StepWatch.Step.RECOVERING);
                return true;
            });
        }
        return needed;
    }

    private void write(Change change, List<SentRecord> open, List<Charge> unsent, Map<String, Charge> leading) {
        RecordChanges changes = new RecordChanges(change);
        for (SentRecord record : open) {
            step(record, change.now()).ifPresent(outcome -> answers.write(changes, record, outcome));
        }
        for (Charge charge : unsent) {
            step(charge, leading)
                    .ifPresent(outcome -> changes.happened(
                            charge.id(), Standing.PLANNED, outcome, Map.of("message", outcome.message())));
        }
    }

    private Optional<Outcome> step(SentRecord record, Instant now) {
        ChargeState state = record.standing().state();
        if (state == ChargeState.SENDING) {
            return Optional.of(Outcome.of(ChargeEvent.ANSWER_LOST, PROCESS_ENDED, now));
        }
        boolean tooOld = !now.isBefore(slots.closes(record.sentAsOf()));
        if (state == ChargeState.RETRY_AT && !record.standing().doubt() && tooOld) {
            return Optional.of(Outcome.of(ChargeEvent.MOVED, "It became too old before it was accepted.", now));
        }
        return Optional.empty();
    }

    /** By dimension the last of several charges, one with a quantity before any zero: zeros must not take its hours. */
    private static Map<String, Charge> leading(List<Charge> unsent) {
        Map<String, Charge> leading = new HashMap<>();
        unsent.forEach(charge -> leading.merge(
                charge.key().dimension(),
                charge,
                (one, other) -> other.quantity().signum() == 0 && one.quantity().signum() != 0 ? one : other));
        return leading;
    }

    private Optional<Outcome> step(Charge charge, Map<String, Charge> leading) {
        BigDecimal quantity = charge.quantity();
        if (quantity.signum() == 0
                && rules.oneRecordPerHour()
                && !charge.equals(leading.get(charge.key().dimension()))) {
            return Optional.of(Outcome.of(
                    ChargeEvent.NOTHING_TO_SEND, "A zero takes no hour from another charge.", charge.plannedAt()));
        }
        if (quantity.signum() == 0 && !rules.acceptsZero()) {
            return Optional.of(
                    Outcome.of(ChargeEvent.NOTHING_TO_SEND, "The marketplace takes no zero.", charge.plannedAt()));
        }
        if (quantity.stripTrailingZeros().scale() > rules.quantityScale()) {
            return Optional.of(refused(charge, "it has more than " + rules.quantityScale() + " decimals"));
        }
        if (quantity.compareTo(rules.largestQuantity()) > 0) {
            return Optional.of(refused(
                    charge, "the largest one is " + rules.largestQuantity().toPlainString()));
        }
        return Optional.empty();
    }

    private static Outcome refused(Charge charge, String why) {
        return Outcome.of(
                ChargeEvent.REFUSED_UNSENT,
                "The marketplace does not take " + charge.quantity().toPlainString() + ": " + why + ".",
                charge.plannedAt());
    }
}
