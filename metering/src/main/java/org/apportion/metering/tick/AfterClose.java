package org.apportion.metering.tick;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.Difference;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.metering.journal.PendingWork;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;

/**
 * What still happens to closed periods: late samples are computed into them, and parked usage is billed once a dimension takes
 * it. Both are read from the journal at each tick; nothing is kept in memory, so nothing is lost with a process.
 */
final class AfterClose {
    /** Late samples that one tick looks at; the others follow with the next. */
    private static final int MOST_SAMPLES = 100_000;

    private final Journal journal;
    private final JournalView view;
    private final ProductListing listing;
    private final MeteredProduct account;
    private final int quantityScale;

    AfterClose(Journal journal, ProductListing listing, MeteredProduct account, int quantityScale) {
        this.journal = journal;
        this.view = journal.view();
        this.listing = listing;
        this.account = account;
        this.quantityScale = quantityScale;
    }

    /** The listing by the terms of a closed period; today's if they were not kept. */
    private BillingTerms terms(ClosedPeriod closed) {
        return view.terms(closed).map(BillingTerms::parse).orElseGet(() -> BillingTerms.of(listing, quantityScale));
    }

    /**
     * What came of it.
     *
     * @param errors what is not billed, as texts
     * @param notes what is billed now, for the log
     */
    record Outcome(List<String> errors, List<String> notes, List<Difference> differences) {
        static final Outcome NOTHING = new Outcome(List.of(), List.of(), List.of());
    }

    /** Computes what came late, then plans the parked usage that a dimension takes now. */
    Outcome finish() {
        List<String> errors = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        PendingWork pending = view.pending(account, MOST_SAMPLES);
        if (!pending.lateSamples().isEmpty()) {
            errors.addAll(late(pending.lateSamples(), notes));
            pending = view.pending(account, 1);
        }
        pending.parked().forEach(usage -> alone(errors, () -> parked(usage, errors, notes)));
        pending.differences().forEach(each -> errors.add(each.text()));
        return new Outcome(errors, notes, pending.differences());
    }

    /** @return what is not billed, as texts */
    private List<String> late(List<Instant> late, List<String> notes) {
        if (listing.samples().late() != SamplePolicy.Late.ADJUST) {
            pass(late);
            return List.of(LateSamples.notBilled(
                    late,
                    " came after its period was closed; it is kept and not billed.",
                    " came after their period was closed; they are kept and not billed."));
        }
        Map<ClosedPeriod, List<Instant>> byPeriod = new LinkedHashMap<>();
        List<Instant> tooOld = new ArrayList<>();
        List<List<Instant>> runs = new ArrayList<>();
        boolean before = false;
        Optional<ClosedPeriod> last = Optional.empty();
        for (Instant at : late) {
            if (last.isEmpty() || !last.get().period().contains(at)) {
                last = view.closedPeriodHolding(account, at);
            }
            Optional<ClosedPeriod> adjustable =
                    last.filter(closed -> closed.compactedAt().isEmpty());
            adjustable.ifPresent(closed ->
                    byPeriod.computeIfAbsent(closed, any -> new ArrayList<>()).add(at));
            if (adjustable.isEmpty() && !before) {
                runs.add(new ArrayList<>());
            }
            before = adjustable.isEmpty();
            if (before) {
                tooOld.add(at);
                runs.get(runs.size() - 1).add(at);
            }
        }
        List<String> told = new ArrayList<>();
        if (!tooOld.isEmpty()) {
            runs.forEach(this::pass);
            told.add(LateSamples.notBilled(
                    tooOld,
                    " belongs to a period that is too old to be adjusted.",
                    " belong to periods that are too old to be adjusted."));
        }
        byPeriod.keySet().forEach(closed -> alone(told, () -> review(closed, notes)));
        return told;
    }

    private void review(ClosedPeriod closed, List<String> notes) {
        BillingTerms terms = terms(closed);
        LateDecision decision = journal.reviewLate(
                closed,
                late -> new LateSamples(
                                terms.over(listing),
                                terms.quantityScale(),
                                late,
                                BilledBefore.read(view, account).dimensionsOf(closed.period()))
                        .decide());
        more(decision)
                .ifPresent(added -> notes.add("Late samples of the period from "
                        + closed.period().start() + " add to its bill: " + added + "."));
    }

    private static Optional<String> more(LateDecision decision) {
        return decision.more().stream()
                .map(each -> each.dimension() + "=" + each.quantity().toPlainString())
                .reduce((one, other) -> one + ", " + other);
    }

    private void pass(List<Instant> samples) {
        journal.passOverLate(
                account, samples.get(0), samples.get(samples.size() - 1).plus(1, ChronoUnit.MICROS));
    }

    private void parked(ParkedUsage usage, List<String> errors, List<String> notes) {
        ParkedSplit.of(listing, quantityScale, usage, () -> tags(usage))
                .ifPresentOrElse(decision -> settle(usage, decision, notes), () -> errors.add(usage.error()));
    }

    private void settle(ParkedUsage usage, LateDecision decision, List<String> notes) {
        if (journal.settleParked(account, usage, decision)) {
            notes.add("Parked usage of '" + usage.metric() + "' of the period from "
                    + usage.period().start() + " is billed: " + more(decision).orElse("nothing") + ".");
        }
    }

    private TagWeights tags(ParkedUsage usage) {
        return TagWeights.of(view.samplesInBill(account, usage.period(), Instant.MAX).stream()
                .map(JournalSample::reading)
                .toList());
    }

    /** One that fails is told and keeps no other from being billed. */
    private static void alone(List<String> errors, Runnable work) {
        try {
            work.run();
        } catch (ApportionException e) {
            if (e.code() == LedgerError.LEDGER_LEASE_LOST) {
                throw e;
            }
            errors.add(ErrorTexts.of(e));
        }
    }
}
