package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Journal;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules.UnknownOutcome;
import org.apportion.spi.metering.ReadBack;

/** Finds out, by asking the marketplace what it accepted, what became of records whose answer was lost. */
final class ReadingBack {
    private static final Duration PARKED_IS_ASKED = Duration.ofHours(24);
    private static final String NOT_THERE_YET = "The marketplace does not list it.";
    private static final String NEVER = "The marketplace does not list it, and it is too old to be accepted still.";
    private static final String UNCLEAR =
            "It is too old to be sent again, and the marketplace does not tell clearly whether it was billed. Look it up"
                    + " there, then confirm it or send it again.";

    private final Marketplace marketplace;
    private final Journal journal;
    private final SendingSettings settings;
    private final SlotAllocator slots;
    private final StepWatch watch;

    ReadingBack(Marketplace marketplace, Journal journal, SendingSettings settings, StepWatch watch) {
        this.marketplace = marketplace;
        this.journal = journal;
        this.settings = settings;
        this.slots = new SlotAllocator(marketplace.rules(), settings);
        this.watch = watch;
    }

    /** Asks for each record that is due. @return whether anything was written */
    boolean resolve(List<SentRecord> open) {
        boolean written = false;
        for (SentRecord record : open) {
            if (isDue(record, journal.now())) {
                written |= resolve(record);
            }
        }
        return written;
    }

    private boolean isDue(SentRecord record, Instant now) {
        ChargeState state = record.standing().state();
        boolean inDoubt = record.standing().doubt();
        boolean settled = !now.isBefore(record.changedAt().plus(settings.settle()));
        boolean overForGood = isOverForGood(record, now);
        return switch (marketplace.rules().unknown()) {
            case PARK -> false;
            case RESEND_SAME -> inDoubt && state != ChargeState.PARKED && overForGood;
            case READ_BACK ->
                settled && state == ChargeState.UNKNOWN
                        || inDoubt && state == ChargeState.RETRY_AT && overForGood
                        || settled
                                && state == ChargeState.PARKED
                                && now.isBefore(slots.closes(record.sentAsOf())
                                        .plus(settings.settle())
                                        .plus(PARKED_IS_ASKED));
        };
    }

    /** Nothing that is still under way can be accepted any more, and what was accepted is listed. */
    private boolean isOverForGood(SentRecord record, Instant now) {
        return now.isAfter(slots.closes(record.sentAsOf()).plus(settings.settle()));
    }

    private boolean resolve(SentRecord record) {
        Instant day = record.sentAsOf().truncatedTo(ChronoUnit.DAYS);
        ReadBack told = marketplace.readBack(record.dimension(), day, day.plus(1, ChronoUnit.DAYS));
        watch.reached(StepWatch.Step.READ_BACK);
        return journal.<Boolean>change(change -> {
            RecordRows rows = new RecordRows(change.handle());
            Map<Instant, BigDecimal> others = rows.hoursOfDay(record.account(), record.dimension(), day);
            others.remove(SlotAllocator.hourOf(record.sentAsOf()));
            Optional<Outcome> outcome = outcome(record, told, others, change.now());
            boolean written = outcome.isPresent() && new RecordChanges(change).happened(record, outcome.get());
            watch.reached(StepWatch.Step.RESOLVING);
            return written;
        });
    }

    private Optional<Outcome> outcome(SentRecord record, ReadBack told, Map<Instant, BigDecimal> others, Instant now) {
        boolean over = isOverForGood(record, now);
        boolean parked = record.standing().state() == ChargeState.PARKED;
        if (told instanceof ReadBack.Told list) {
            Optional<Outcome> clear = clear(record, list, others, over, parked, now);
            if (clear.isPresent()) {
                return clear;
            }
        } else if (told instanceof ReadBack.Failed) {
            return Optional.empty();
        }
        return over && !parked ? Optional.of(Outcome.of(ChargeEvent.UNRESOLVABLE, UNCLEAR, now)) : Optional.empty();
    }

    private Optional<Outcome> clear(
            SentRecord record,
            ReadBack.Told told,
            Map<Instant, BigDecimal> others,
            boolean over,
            boolean parked,
            Instant now) {
        Instant hour = SlotAllocator.hourOf(record.sentAsOf());
        boolean somethingElse = false;
        for (ReadBack.AcceptedRecord accepted : told.records()) {
            if (!accepted.dimension().equals(record.dimension())) {
                continue;
            }
            if (SlotAllocator.hourOf(accepted.slot()).equals(hour) && isCertain(accepted, others)) {
                boolean same = accepted.quantity().compareTo(record.quantity()) == 0;
                return Optional.of(
                        same
                                ? new Outcome(
                                        ChargeEvent.FOUND, accepted.recordId(), "Read back.", now, Outcome.NO_CALL)
                                : Outcome.of(
                                        ChargeEvent.FOUND_OTHER,
                                        "The marketplace lists "
                                                + accepted.quantity().toPlainString() + " there.",
                                        now));
            }
            somethingElse |= !isAnother(accepted, others);
        }
        if (over) {
            return somethingElse
                    ? Optional.empty()
                    : Optional.of(Outcome.of(ChargeEvent.NOT_FOUND_FOR_GOOD, NEVER, now));
        }
        boolean safeToSendAgain = marketplace.rules().oneRecordPerHour() || !somethingElse;
        boolean canWait = parked || !safeToSendAgain || marketplace.rules().unknown() != UnknownOutcome.READ_BACK;
        return canWait ? Optional.empty() : Optional.of(Outcome.of(ChargeEvent.NOT_FOUND, NOT_THERE_YET, now));
    }

    /** Some services list days, so a line of midnight may be the sum of a day: certain only if we sent nothing else that day. */
    private static boolean isCertain(ReadBack.AcceptedRecord accepted, Map<Instant, BigDecimal> others) {
        return !accepted.slot().equals(accepted.slot().truncatedTo(ChronoUnit.DAYS)) || others.isEmpty();
    }

    /** Whether it is exactly another record of ours, and so tells nothing about this one. */
    private static boolean isAnother(ReadBack.AcceptedRecord accepted, Map<Instant, BigDecimal> others) {
        BigDecimal quantity = others.get(SlotAllocator.hourOf(accepted.slot()));
        return quantity != null && quantity.compareTo(accepted.quantity()) == 0;
    }
}
