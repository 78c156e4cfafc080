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
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.ParkedUsage;
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

    /** The terms of a closed period; today's if they were not kept. */
    private BillingTerms terms(ClosedPeriod closed) {
        return view.terms(closed)
                .map(BillingTerms::parse)
                .orElseGet(() -> BillingTerms.of(
                        listing,
                        quantityScale,
                        view.lastSampleBefore(account, closed.period().start()).map(JournalSample::reading)));
    }

    /** Computes what came late. @return what is not billed, as texts */
    List<String> lateSamples() {
        List<Instant> late = view.lateSamples(account, MOST_SAMPLES);
        if (late.isEmpty()) {
            return List.of();
        }
        if (listing.samples().late() != SamplePolicy.Late.ADJUST) {
            pass(late);
            return List.of(LateSamples.notBilled(
                    late,
                    " came after its period was closed; it is kept and not billed.",
                    " came after their period was closed; they are kept and not billed."));
        }
        Map<ClosedPeriod, List<Instant>> byPeriod = new LinkedHashMap<>();
        List<Instant> tooOld = new ArrayList<>();
        Optional<ClosedPeriod> last = Optional.empty();
        for (Instant at : late) {
            if (last.isEmpty() || !last.get().period().contains(at)) {
                last = view.closedPeriodHolding(account, at);
            }
            last.filter(closed -> closed.compactedAt().isEmpty())
                    .map(closed -> byPeriod.computeIfAbsent(closed, any -> new ArrayList<>()))
                    .orElse(tooOld)
                    .add(at);
        }
        List<String> told = new ArrayList<>();
        if (!tooOld.isEmpty()) {
            tooOld.forEach(at -> pass(List.of(at)));
            told.add(LateSamples.notBilled(
                    tooOld,
                    " belongs to a period that is too old to be adjusted.",
                    " belong to periods that are too old to be adjusted."));
        }
        byPeriod.keySet().forEach(closed -> alone(told, () -> told.addAll(review(closed))));
        return told;
    }

    private List<String> review(ClosedPeriod closed) {
        BillingTerms terms = terms(closed);
        return journal.reviewLate(
                closed,
                late -> new LateSamples(
                                terms,
                                listing,
                                late,
                                BilledBefore.read(view, account).dimensionsOf(closed.period()))
                        .decide());
    }

    private void pass(List<Instant> samples) {
        journal.passOverLate(
                account, samples.get(0), samples.get(samples.size() - 1).plus(1, ChronoUnit.MICROS));
    }

    /** Plans the parked usage that a dimension takes now. @return the errors of what none takes */
    List<String> parkedUsage() {
        List<String> errors = new ArrayList<>();
        for (ParkedUsage usage : view.parkedUsage(account)) {
            alone(errors, () -> {
                Optional<LateDecision> decision = ParkedSplit.of(listing, quantityScale, usage, () -> tags(usage));
                decision.ifPresentOrElse(
                        each -> journal.settleParked(account, usage, each), () -> errors.add(usage.error()));
            });
        }
        return errors;
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
