package org.apportion.metering.sending;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
        ReadBack told = ask(marketplace, record.dimension(), day, day.plus(1, ChronoUnit.DAYS));
        watch.reached(StepWatch.Step.READ_BACK);
        return journal.<Boolean>change(change -> {
            Siblings siblings = new RecordRows(change.handle()).siblings(record, day);
            Optional<Outcome> outcome = outcome(record, told, siblings, change.now());
            boolean written = outcome.isPresent() && new RecordChanges(change).happened(record, outcome.get());
            watch.reached(StepWatch.Step.RESOLVING);
            return written;
        });
    }

    /** Asks a marketplace, whatever its plugin does. */
    static ReadBack ask(Marketplace marketplace, String dimension, Instant from, Instant to) {
        try {
            return marketplace.readBack(dimension, from, to);
        } catch (RuntimeException e) {
            return new ReadBack.Failed(
                    "the marketplace's plugin failed: " + e.getClass().getSimpleName() + ".");
        }
    }

    private Optional<Outcome> outcome(SentRecord record, ReadBack told, Siblings siblings, Instant now) {
        if (told instanceof ReadBack.Failed) {
            return Optional.empty();
        }
        boolean over = isOverForGood(record, now);
        boolean parked = record.standing().state() == ChargeState.PARKED;
        if (!(told instanceof ReadBack.Told list)) {
            return unclear(over && !parked, now);
        }
        Listed listed = Listed.of(record, list, siblings, marketplace.rules().oneRecordPerHour());
        return switch (listed.finding()) {
            case THERE ->
                Optional.of(new Outcome(ChargeEvent.FOUND, listed.recordId(), "Read back.", now, Outcome.NO_CALL));
            case ANOTHER_THERE ->
                Optional.of(Outcome.of(
                        ChargeEvent.FOUND_OTHER,
                        "The marketplace lists " + listed.quantity().toPlainString() + " there.",
                        now));
            case NOT_THERE ->
                over ? Optional.of(Outcome.of(ChargeEvent.NOT_FOUND_FOR_GOOD, NEVER, now)) : again(parked, now);
            case UNCLEAR -> over ? unclear(!parked, now) : again(parked, now);
        };
    }

    /** Safe where it is reading back that resolves: such a marketplace takes one record per hour ({@code MarketplaceRules}). */
    private Optional<Outcome> again(boolean parked, Instant now) {
        boolean canWait = parked || marketplace.rules().unknown() != UnknownOutcome.READ_BACK;
        return canWait ? Optional.empty() : Optional.of(Outcome.of(ChargeEvent.NOT_FOUND, NOT_THERE_YET, now));
    }

    private static Optional<Outcome> unclear(boolean forGood, Instant now) {
        return forGood ? Optional.of(Outcome.of(ChargeEvent.UNRESOLVABLE, UNCLEAR, now)) : Optional.empty();
    }
}
