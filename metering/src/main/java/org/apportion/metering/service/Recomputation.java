package org.apportion.metering.service;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.metering.tick.BilledBefore;
import org.apportion.metering.tick.BillingTerms;
import org.apportion.metering.tick.LateSamples;
import org.apportion.metering.tick.ParkedSplit;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.UsageReading;

/**
 * Computes a charge again from its samples, by the terms of the period's close: the first charge of a dimension from the samples
 * that came in time, an adjustment as what all samples of its time come to less what was planned before, a charge of parked usage
 * from that usage and today's listing, or the dimension that an operator ordered.
 */
final class Recomputation {
    private final JournalView view;
    private final Charge charge;
    private final List<JournalSample> inputs;
    private final List<ParkedUsage> parked;

    Recomputation(JournalView view, Charge charge, List<JournalSample> samples) {
        this.view = view;
        this.charge = charge;
        this.parked = view.parkedUsage(charge.account(), charge.key().period());
        this.inputs = charge.key().revision() == 0
                ? samples
                : view.samplesInBill(charge.account(), charge.key().period(), charge.plannedAt());
    }

    /** The charge whose quantity this one has: another one if a person billed it under another dimension. */
    static Charge origin(JournalView view, Charge charge) {
        return charge.evidence()
                .replaced()
                .flatMap(view::charge)
                .map(before -> origin(view, before))
                .orElse(charge);
    }

    List<JournalSample> inputs() {
        return inputs;
    }

    boolean inputsSame() {
        return JournalSample.inputsDigest(inputs).equals(charge.evidence().inputsDigest());
    }

    private Optional<ParkedUsage> parkedUsage() {
        return parked.stream()
                .filter(usage -> usage.chargeIds().contains(charge.id()))
                .findFirst();
    }

    boolean isOfParkedUsage() {
        return parkedUsage().isPresent();
    }

    boolean hasParkedUsage(PeriodPlan plan) {
        return plan.dimensions().unmapped().stream()
                .anyMatch(each -> parkedUsage()
                        .filter(usage -> usage.isOf(each.metric(), each.dimension())
                                && then(usage).usage().compareTo(each.usage()) == 0)
                        .isPresent());
    }

    /** The usage as it was when the charge was planned from it. */
    private ParkedUsage then(ParkedUsage usage) {
        return usage.withUsage(charge.evidence().parkedUsage().orElse(usage.usage()));
    }

    /** What the charge comes to of parked usage: of all of it then less what was planned of it before. */
    private Optional<ChargeAmount> amountOfParked(ParkedUsage usage, PeriodPlan plan, ProductListing today) {
        List<Charge> before = view
                .charges(ChargeFilter.of(charge.account(), charge.key().period()))
                .stream()
                .filter(other -> usage.chargeIds().contains(other.id())
                        && other.key().dimension().equals(charge.key().dimension())
                        && other.key().revision() < charge.key().revision())
                .toList();
        return ParkedSplit.whole(today, plan.quantityScale(), then(usage), charge.evidence(), plan.tags())
                .map(whole -> whole.stream()
                        .filter(each -> each.dimension().equals(charge.key().dimension()))
                        .findFirst()
                        .map(each -> ParkedSplit.further(each, plan.quantityScale(), before))
                        .map(more -> new ChargeAmount(more.quantity(), more.allocations()))
                        .orElseGet(ChargeAmount::none));
    }

    /** The listing as it was when the period was closed; today's if that was not kept. */
    ProductListing then(ProductListing today) {
        return terms().map(terms -> terms.over(today)).orElse(today);
    }

    /** The last sample before the period, as it was when the period was closed; today's if that was not kept. */
    Optional<UsageReading> before() {
        Optional<UsageReading> now = view.lastSampleBefore(
                        charge.account(), charge.key().period().start())
                .map(JournalSample::reading);
        return terms().map(terms -> terms.before(now)).orElse(now);
    }

    private Optional<BillingTerms> terms() {
        return view.closedPeriodHolding(charge.account(), charge.key().period().start())
                .flatMap(view::terms)
                .map(BillingTerms::parse);
    }

    /** @return empty for a charge that an operator made */
    Optional<ChargeAmount> amount(PeriodPlan plan, ProductListing today) {
        String dimension = charge.key().dimension();
        Optional<ParkedUsage> usage = parkedUsage();
        if (usage.isPresent()) {
            return amountOfParked(usage.get(), plan, today);
        }
        if (BilledBefore.read(view, charge.account())
                .dimensionsOf(charge.key().period())
                .contains(dimension)) {
            return Optional.of(ChargeAmount.none());
        }
        BigDecimal total = plan.dimensions().quantities().getOrDefault(dimension, BigDecimal.ZERO);
        if (charge.key().revision() == 0) {
            return Optional.of(new ChargeAmount(total, plan.allocations(dimension, total)));
        }
        if (!charge.evidence().rule().equals(LateSamples.ADJUSTMENT)) {
            return Optional.empty();
        }
        List<Charge> before = plannedBefore();
        BigDecimal more = before.stream().map(Charge::quantity).reduce(total, BigDecimal::subtract);
        return Optional.of(new ChargeAmount(more, LateSamples.allocations(plan, dimension, total, before)));
    }

    /** Charges of the same dimension and period that came first, without those of parked usage or made of others by a person. */
    private List<Charge> plannedBefore() {
        Set<String> ofParked =
                parked.stream().flatMap(usage -> usage.chargeIds().stream()).collect(Collectors.toSet());
        return view.charges(ChargeFilter.of(charge.account(), charge.key().period())).stream()
                .filter(other -> other.key().dimension().equals(charge.key().dimension())
                        && other.key().revision() < charge.key().revision()
                        && other.evidence().replaced().isEmpty()
                        && !ofParked.contains(other.id()))
                .toList();
    }
}
