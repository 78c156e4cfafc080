package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
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
    private final SendingSettings settings;
    private final Answers answers;
    private final StepWatch watch;

    Tidying(MarketplaceRules rules, SendingSettings settings, Answers answers, StepWatch watch) {
        this.rules = rules;
        this.slots = new SlotAllocator(rules, settings);
        this.settings = settings;
        this.answers = answers;
        this.watch = watch;
    }

    /** @return whether anything was written, so that what was read before is stale */
    boolean tidy(Journal journal, List<SentRecord> open, List<Charge> unsent) {
        Instant now = journal.now();
        boolean needed = open.stream().anyMatch(record -> step(record, now).isPresent())
                || unsent.stream().anyMatch(charge -> step(charge, unsent).isPresent());
        if (needed) {
            journal.change(change -> {
                write(change, open, unsent);
                watch.reached(StepWatch.Step.RECOVERING);
                return true;
            });
        }
        return needed;
    }

    private void write(Change change, List<SentRecord> open, List<Charge> unsent) {
        RecordChanges changes = new RecordChanges(change);
        for (SentRecord record : open) {
            step(record, change.now()).ifPresent(outcome -> answers.write(changes, record, outcome));
        }
        for (Charge charge : unsent) {
            step(charge, unsent)
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
            return Optional.of(
                    record.moves() < settings.maxMoves()
                            ? Outcome.of(ChargeEvent.MOVED, "It became too old before it was accepted.", now)
                            : Outcome.of(ChargeEvent.EXPIRED, "It became too old too often.", now));
        }
        return Optional.empty();
    }

    /** @param unsent of all dimensions: a zero takes no hour from another charge that waits */
    private Optional<Outcome> step(Charge charge, List<Charge> unsent) {
        BigDecimal quantity = charge.quantity();
        boolean inTheWay = rules.oneRecordPerHour()
                && unsent.stream()
                        .anyMatch(other -> other != charge
                                && other.key().dimension().equals(charge.key().dimension())
                                && (other.quantity().signum() > 0 || isAfter(other, charge)));
        if (quantity.signum() == 0 && inTheWay) {
            return Optional.of(Outcome.of(
                    ChargeEvent.NOTHING_TO_SEND, "Another charge of its dimension waits.", charge.plannedAt()));
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

    private static boolean isAfter(Charge other, Charge charge) {
        int periods =
                other.key().period().start().compareTo(charge.key().period().start());
        return periods > 0
                || periods == 0 && other.key().revision() > charge.key().revision();
    }

    private static Outcome refused(Charge charge, String why) {
        return Outcome.of(
                ChargeEvent.REFUSED_UNSENT,
                "The marketplace does not take " + charge.quantity().toPlainString() + ": " + why + ".",
                charge.plannedAt());
    }
}
