package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.CloseOutcome;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.journal.TrialGrant;
import org.apportion.model.metering.ChargeKey;
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
    private final ParkedUsage parked;

    PeriodCloser(
            Journal journal, ProductListing listing, MeteredProduct account, int quantityScale, ParkedUsage parked) {
        this.journal = journal;
        this.view = journal.view();
        this.listing = listing;
        this.account = account;
        this.quantityScale = quantityScale;
        this.parked = parked;
    }

    /** The period that comes after all closed ones; empty after the last fixed date. */
    Optional<MeteringPeriod> running(Origin origin) {
        return after(origin, view.lastClosed(account));
    }

    private Optional<MeteringPeriod> after(Origin origin, Optional<ClosedPeriod> last) {
        return last.isEmpty()
                ? origin.firstPeriod(listing.billing())
                : origin.calendar(listing.billing())
                        .startingAt(last.get().period().end());
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
        for (int i = 0; i < MOST_TRIES; i++) {
            PeriodPlan plan = plan(period);
            parked.park(period, plan.dimensions().unmapped());
            CloseOutcome outcome = journal.close(plan.close());
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
        return plan(period, view.samples(account, period));
    }

    private PeriodPlan plan(MeteringPeriod period, List<JournalSample> samples) {
        return PeriodPlan.of(
                listing,
                account,
                period,
                samples,
                view.lastSampleBefore(account, period.start()).map(JournalSample::reading),
                quantityScale,
                isFree(period));
    }

    private boolean isFree(MeteringPeriod period) {
        return view.trial(account)
                .map(TrialGrant::period)
                .filter(trial ->
                        !trial.start().isAfter(period.start()) && !trial.end().isBefore(period.end()))
                .isPresent();
    }

    /**
     * Computes the closed period of a late sample again and plans what it costs more.
     *
     * @return what it would cost less, as texts: a marketplace takes nothing back
     */
    List<String> adjust(Instant late) {
        Optional<ClosedPeriod> closed = view.closedPeriods(account, MOST_PER_TICK).stream()
                .filter(period -> period.period().contains(late))
                .findFirst();
        if (closed.isEmpty()) {
            return List.of("A late sample of " + late + " belongs to a period that is too old to be adjusted.");
        }
        MeteringPeriod period = closed.get().period();
        List<JournalSample> all = view.samples(account, period).stream()
                .filter(sample -> sample.revision() == 0)
                .map(sample -> new JournalSample(sample.reading(), 0, false, sample.digest(), sample.recordedAt()))
                .toList();
        PeriodPlan plan = plan(period, all);
        List<Charge> charges = view.charges(ChargeFilter.of(account, period));
        Map<String, BigDecimal> wanted = new TreeMap<>(plan.dimensions().quantities());
        charges.forEach(charge -> wanted.putIfAbsent(charge.key().dimension(), BigDecimal.ZERO));
        List<String> less = new ArrayList<>();
        wanted.forEach((dimension, quantity) ->
                adjust(plan, dimension, quantity, charges).ifPresent(less::add));
        plan.dimensions().unmapped().stream()
                .map(DimensionUsage.Unmapped::error)
                .forEach(less::add);
        return less;
    }

    private Optional<String> adjust(PeriodPlan plan, String dimension, BigDecimal wanted, List<Charge> charges) {
        List<Charge> before = charges.stream()
                .filter(charge -> charge.key().dimension().equals(dimension))
                .toList();
        // A waived charge counts too: somebody decided that it is not billed.
        BigDecimal planned = before.stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal more = wanted.subtract(planned);
        if (more.signum() < 0) {
            return Optional.of("With late samples the dimension '" + dimension + "' of the period from "
                    + plan.period().start() + " would be " + wanted.toPlainString() + " instead of "
                    + planned.toPlainString() + "; a marketplace takes nothing back.");
        }
        if (more.signum() > 0) {
            int revision = before.stream()
                            .mapToInt(charge -> charge.key().revision())
                            .max()
                            .orElse(0)
                    + 1;
            journal.adjust(new PlannedCharge(
                    new ChargeKey(account.product(), account.customer(), dimension, plan.period(), revision),
                    more,
                    new ChargeEvidence(
                            plan.inputsDigest(),
                            "late samples: " + wanted.toPlainString() + " instead of " + planned.toPlainString(),
                            "adjustment")));
        }
        return Optional.empty();
    }
}
