package org.apportion.metering.tick;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.metering.journal.CloseOutcome;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodSamples;
import org.apportion.metering.journal.TrialGrant;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;

/** Closes the periods of one product and customer that are over, and plans what they cost. */
final class PeriodCloser {
    /** Periods that one tick closes at most; the others follow with the next. */
    static final int MOST_PER_TICK = 200;

    private static final int MOST_TRIES = 5;

    private final Journal journal;
    private final JournalView view;
    private final ProductListing listing;
    private final MeteredProduct account;
    private final int quantityScale;
    /** As this process wrote or read it; only the holder of the lease closes periods and grants trials. */
    private Optional<Optional<ClosedPeriod>> last = Optional.empty();

    private Optional<Optional<TrialGrant>> trial = Optional.empty();

    PeriodCloser(Journal journal, ProductListing listing, MeteredProduct account, int quantityScale) {
        this.journal = journal;
        this.view = journal.view();
        this.listing = listing;
        this.account = account;
        this.quantityScale = quantityScale;
    }

    /** The period that comes after all closed ones; empty after the last fixed date. */
    Optional<MeteringPeriod> running(Origin origin) {
        return after(origin, lastClosed());
    }

    /** What is wrong if no date of a bill is left: usage would be kept for ever and never be billed. */
    Optional<String> noDateLeft(Origin origin) {
        return running(origin).isPresent()
                ? Optional.empty()
                : Optional.of("No date of billing_interval is left: usage"
                        + lastClosed()
                                .map(closed -> " from " + closed.period().end() + " on")
                                .orElse("")
                        + " is kept, but not billed. Add dates.");
    }

    private Optional<MeteringPeriod> after(Origin origin, Optional<ClosedPeriod> closed) {
        return closed.isEmpty()
                ? origin.firstPeriod(listing.billing())
                : origin.calendar(listing.billing())
                        .startingAt(closed.get().period().end());
    }

    private Optional<ClosedPeriod> lastClosed() {
        last = last.or(() -> Optional.of(view.lastClosed(account)));
        return last.get();
    }

    /** The trial of the account, if it ever had one. */
    Optional<TrialGrant> trial() {
        trial = trial.or(() -> Optional.of(view.trial(account)));
        return trial.get();
    }

    /** Closes what is over. @return the plans, the oldest first */
    List<PeriodPlan> closeDue(Origin origin, Instant now) {
        List<PeriodPlan> plans = new ArrayList<>();
        while (plans.size() < MOST_PER_TICK) {
            Optional<MeteringPeriod> next = running(origin);
            if (next.isEmpty()
                    || now.isBefore(next.get().end().plus(listing.samples().grace()))) {
                return plans;
            }
            plans.add(close(next.get()));
        }
        return plans;
    }

    private PeriodPlan close(MeteringPeriod period) {
        last = Optional.empty();
        BilledBefore billedBefore = BilledBefore.read(view, account);
        for (int i = 0; i < MOST_TRIES; i++) {
            PeriodPlan plan = plan(period);
            CloseOutcome outcome = journal.close(billedBefore.without(plan.close()));
            if (!(outcome instanceof CloseOutcome.Refused refused)) {
                return plan;
            }
            if (refused.reason() != CloseOutcome.Reason.INPUTS_CHANGED) {
                throw new IllegalStateException(refused.message());
            }
        }
        throw new IllegalStateException("Samples of " + period + " changed while it was computed, again and again.");
    }

    /** What a period comes to with the samples of now. */
    PeriodPlan plan(MeteringPeriod period) {
        PeriodSamples inputs = view.periodSamples(account, period, PeriodPlan.heldMetrics(listing));
        return PeriodPlan.of(
                listing,
                account,
                period,
                inputs.samples(),
                inputs.before().map(JournalSample::reading),
                quantityScale,
                isFree(period));
    }

    private boolean isFree(MeteringPeriod period) {
        return trial().map(TrialGrant::period)
                .filter(free ->
                        !free.start().isAfter(period.start()) && !free.end().isBefore(period.end()))
                .isPresent();
    }
}
