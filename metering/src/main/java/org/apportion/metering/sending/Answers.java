package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MarketplaceRules.UnknownOutcome;
import org.apportion.spi.metering.MeterAnswer;

/** Turns what a marketplace said into what is written. */
final class Answers {
    private static final int MOST_ZEROS = 100;

    private final MarketplaceRules rules;
    private final SendingSettings settings;
    private final SlotAllocator slots;
    private final Backoff backoff;

    Answers(MarketplaceRules rules, SendingSettings settings, Backoff backoff) {
        this.rules = rules;
        this.settings = settings;
        this.slots = new SlotAllocator(rules, settings);
        this.backoff = backoff;
    }

    /** @param record as of the attempt that was answered */
    Outcome outcome(SentRecord record, MeterAnswer answer, Instant now) {
        if (answer instanceof MeterAnswer.Accepted accepted) {
            return new Outcome(ChargeEvent.ACCEPTED, accepted.recordId(), "", now, answer.evidence());
        }
        if (answer instanceof MeterAnswer.DuplicateSame same) {
            return new Outcome(ChargeEvent.DUPLICATE_SAME, same.recordId(), "", now, answer.evidence());
        }
        String message = message(answer);
        if (answer instanceof MeterAnswer.DuplicateOther other) {
            String accepted = other.acceptedQuantity()
                    .map(quantity -> " Accepted there: " + text(quantity) + ".")
                    .orElse("");
            return said(ChargeEvent.DUPLICATE_OTHER, message + accepted, now, answer);
        }
        if (answer instanceof MeterAnswer.Rejected) {
            return said(ChargeEvent.REJECTED, message, now, answer);
        }
        if (answer instanceof MeterAnswer.RetryLater later) {
            Instant next = now.plus(backoff.after(record.attempts(), later.after()));
            return said(ChargeEvent.RETRY_LATER, message, next, answer);
        }
        if (answer instanceof MeterAnswer.Expired) {
            return said(ChargeEvent.EXPIRED, message, now, answer);
        }
        return said(ChargeEvent.ANSWER_LOST, message, whenToFindOut(record, now), answer);
    }

    /** What a marketplace said in words, empty where it took the record. */
    static String message(MeterAnswer answer) {
        if (answer instanceof MeterAnswer.DuplicateOther other) {
            return other.message();
        }
        if (answer instanceof MeterAnswer.Rejected rejected) {
            return rejected.code() + ": " + rejected.message();
        }
        if (answer instanceof MeterAnswer.RetryLater later) {
            return later.message();
        }
        if (answer instanceof MeterAnswer.Expired expired) {
            return expired.message();
        }
        return answer instanceof MeterAnswer.Unknown unknown ? unknown.message() : "";
    }

    /** As people write it, unless that would be longer than anyone reads. */
    private static String text(BigDecimal quantity) {
        return Math.abs((long) quantity.scale()) > MOST_ZEROS ? quantity.toString() : quantity.toPlainString();
    }

    private static Outcome said(ChargeEvent event, String message, Instant notBefore, MeterAnswer answer) {
        return new Outcome(event, "", message, notBefore, answer.evidence());
    }

    /** A resend must come while the window is open, however long the back-off would wait. */
    private Instant whenToFindOut(SentRecord record, Instant now) {
        if (rules.unknown() == UnknownOutcome.READ_BACK) {
            return now.plus(settings.settle());
        }
        Instant next = now.plus(backoff.after(record.attempts(), Optional.empty()));
        Instant last = slots.closes(record.sentAsOf()).minus(half(settings.windowMargin()));
        return next.isAfter(last) ? (last.isAfter(now) ? last : now) : next;
    }

    private static Duration half(Duration duration) {
        return duration.dividedBy(2);
    }

    /** As {@link #write(RecordChanges, List)}, of one. */
    boolean write(RecordChanges changes, SentRecord record, Outcome outcome) {
        return write(changes, List.of(new RecordChanges.Told(record, outcome))).get(0);
    }

    /**
     * Writes answers, and what follows from them without any further call.
     *
     * @return for each in order: false if somebody else wrote first
     */
    List<Boolean> write(RecordChanges changes, List<RecordChanges.Told> told) {
        List<Boolean> written = changes.happened(told);
        for (int i = 0; i < told.size(); i++) {
            if (written.get(i)) {
                follow(changes, told.get(i).record(), told.get(i).outcome());
            }
        }
        return written;
    }

    private void follow(RecordChanges changes, SentRecord record, Outcome outcome) {
        Standing standing =
                Transitions.after(record.standing(), outcome.event()).orElseThrow();
        switch (standing.state()) {
            case UNKNOWN -> {
                if (rules.unknown() == UnknownOutcome.PARK) {
                    changes.happened(
                            record.at(standing), Outcome.of(ChargeEvent.UNRESOLVABLE, NO_WAY, outcome.notBefore()));
                }
            }
            case EXPIRED -> {
                if (changes.timesExpired(record) < settings.maxMoves()) {
                    changes.happened(
                            record.at(standing), Outcome.of(ChargeEvent.MOVED, outcome.message(), outcome.notBefore()));
                }
            }
            default -> {
                // Nothing follows by itself.
            }
        }
    }

    static final String NO_WAY =
            "The answer was lost, and the marketplace has no way to find out whether it was billed. Look it up there, then"
                    + " confirm it or send it again.";
}
