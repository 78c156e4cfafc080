package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.dimension.DimensionSplit;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.dimension.UsageAllocations;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.LateUsage;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;

/**
 * What late samples add to the bill of their closed period: pure. A closed period's bill only grows. If any dimension would
 * come to less, a marketplace could not take that back; so nothing of the metrics that share it is billed, and it is told.
 * Usage that is parked stands apart: it is in no charge, and late samples raise it or leave it.
 */
public final class LateSamples {
    /** The rule of a charge that late samples added. */
    public static final String ADJUSTMENT = "adjustment";

    private final ProductListing then;
    private final ProductListing today;
    private final LateUsage late;
    private final PeriodPlan plan;
    private final Map<String, BigDecimal> planned = new TreeMap<>();
    private final Set<String> frozen;
    private final List<LateDecision.Growth> grown = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /**
     * @param terms of the close
     * @param today the listing as it is
     * @param frozen dimensions of the period that another one billed
     */
    LateSamples(BillingTerms terms, ProductListing today, LateUsage late, Set<String> frozen) {
        this.then = terms.over(today);
        this.today = today;
        this.late = late;
        this.frozen = Set.copyOf(frozen);
        ClosedPeriod closed = late.closed();
        this.plan = PeriodPlan.of(
                then,
                closed.account(),
                closed.period(),
                late.samples(),
                terms.before(late.before().map(JournalSample::reading)),
                terms.quantityScale(),
                closed.kind() == PeriodClose.Kind.TRIAL);
        // A waived charge counts too: somebody decided that it is not billed.
        late.charges().forEach(charge -> planned.merge(charge.key().dimension(), charge.quantity(), BigDecimal::add));
    }

    LateDecision decide() {
        DimensionUsage wanted = DimensionSplit.of(
                then.metrics(),
                plan.usages().stream()
                        .map(this::withoutParked)
                        .flatMap(Optional::stream)
                        .toList(),
                then.modes(),
                plan.quantityScale());
        Map<String, BigDecimal> quantities = new TreeMap<>(wanted.quantities());
        planned.keySet().forEach(dimension -> quantities.putIfAbsent(dimension, BigDecimal.ZERO));
        Set<String> blocked = blocked(quantities);
        List<LateDecision.Addition> more = new ArrayList<>();
        quantities.forEach((dimension, quantity) -> {
            BigDecimal before = planned.getOrDefault(dimension, BigDecimal.ZERO);
            if (!blocked.contains(dimension) && quantity.compareTo(before) > 0) {
                more.add(new LateDecision.Addition(
                        dimension,
                        quantity.subtract(before),
                        allocations(plan, dimension, quantity, late.charges()),
                        new ChargeEvidence(
                                JournalSample.inputsDigest(late.samples()),
                                "late samples: " + quantity.toPlainString() + " instead of " + before.toPlainString(),
                                ADJUSTMENT)));
            }
        });
        return new LateDecision(more, parked(wanted, blocked), grown, told);
    }

    /**
     * How an adjustment is allocated to tags: by what each tag has of the whole with the late samples beyond what the charges
     * before gave it.
     *
     * @param plan with the late samples
     * @param whole what the dimension comes to with them
     * @param before the charges of the period; those of other dimensions are left out
     */
    public static Map<String, BigDecimal> allocations(
            PeriodPlan plan, String dimension, BigDecimal whole, List<Charge> before) {
        Map<String, BigDecimal> given = new TreeMap<>();
        BigDecimal charged = BigDecimal.ZERO;
        for (Charge charge : before) {
            if (charge.key().dimension().equals(dimension)) {
                charged = charged.add(charge.quantity());
                Map<String, BigDecimal> untagged = Map.of(TagWeights.NO_TAG, charge.quantity());
                (charge.allocations().isEmpty() ? untagged : charge.allocations())
                        .forEach((tag, share) -> given.merge(tag, share, BigDecimal::add));
            }
        }
        return UsageAllocations.further(
                whole.subtract(charged), plan.quantityScale(), plan.allocations(dimension, whole), given);
    }

    private Optional<MetricUsage> withoutParked(MetricUsage usage) {
        Map<String, BigDecimal> reported = new LinkedHashMap<>(usage.perDimension());
        for (ParkedUsage parked : late.parked()) {
            if (parked.isOf(usage.metric(), "")) {
                return Optional.empty();
            }
            if (parked.metric().equals(usage.metric())) {
                reported.remove(parked.dimension());
            }
        }
        return Optional.of(new MetricUsage(
                usage.metric(),
                usage.measured(),
                usage.billable(),
                reported,
                usage.samples(),
                usage.coverage(),
                usage.rule()));
    }

    /** Dimensions that would come to less, and all that share a metric with one. */
    private Set<String> blocked(Map<String, BigDecimal> wanted) {
        Set<String> blocked = new TreeSet<>(frozen);
        wanted.forEach((dimension, quantity) -> {
            if (quantity.compareTo(planned.getOrDefault(dimension, BigDecimal.ZERO)) < 0) {
                blocked.add(dimension);
            }
        });
        tellFrozen();
        boolean grows = !blocked.isEmpty();
        while (grows) {
            grows = false;
            for (UsageMetric metric : then.metrics()) {
                Set<String> own = dimensions(metric);
                if (own.stream().anyMatch(blocked::contains)) {
                    grows |= blocked.addAll(own);
                }
            }
        }
        Map<String, BigDecimal> less = new TreeMap<>(wanted);
        less.keySet().retainAll(blocked);
        Map<String, BigDecimal> before = new TreeMap<>(planned);
        before.keySet().retainAll(blocked);
        less.keySet().removeAll(frozen);
        if (less.entrySet().stream()
                .anyMatch(
                        each -> each.getValue().compareTo(before.getOrDefault(each.getKey(), BigDecimal.ZERO)) != 0)) {
            told.add("With late samples the period from "
                    + late.closed().period().start() + " would be " + text(less)
                    + " instead of " + text(before)
                    + "; a marketplace takes nothing back, so nothing of it is billed.");
        }
        return blocked;
    }

    /** What another one billed stays as it billed it, so what late samples add to it is lost unless somebody is told. */
    private void tellFrozen() {
        Map<String, BigDecimal> used = late.closed().used();
        for (UsageMetric metric : then.metrics()) {
            plan.usages().stream()
                    .filter(usage -> usage.metric().equals(metric.name())
                            && dimensions(metric).stream().anyMatch(frozen::contains))
                    .filter(usage -> usage.billable().compareTo(used.getOrDefault(metric.name(), BigDecimal.ZERO)) != 0)
                    .forEach(
                            usage -> told.add(
                                    "With late samples the period from "
                                            + late.closed().period().start() + " has "
                                            + text(new TreeMap<>(Map.of(usage.metric(), usage.billable())))
                                            + " instead of "
                                            + text(new TreeMap<>(Map.of(
                                                    usage.metric(), used.getOrDefault(metric.name(), BigDecimal.ZERO))))
                                            + "; the adapter billed its dimensions before it was taken over, so nothing of it is billed."));
        }
    }

    private static Set<String> dimensions(UsageMetric metric) {
        return metric.bands().stream().map(band -> band.dimension()).collect(Collectors.toSet());
    }

    private static String text(Map<String, BigDecimal> quantities) {
        return quantities.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().toPlainString())
                .collect(Collectors.joining(", "));
    }

    /** What fits nowhere: new, or more than what waits. */
    private List<ParkedUsage> parked(DimensionUsage wanted, Set<String> blocked) {
        List<ParkedUsage> parked = new ArrayList<>();
        Set<String> blockedMetrics = new HashSet<>();
        then.metrics().stream()
                .filter(metric -> dimensions(metric).stream().anyMatch(blocked::contains))
                .forEach(metric -> blockedMetrics.add(metric.name()));
        wanted.unmapped().stream()
                .filter(each -> each.usage().signum() > 0 && !blockedMetrics.contains(each.metric()))
                .forEach(each -> parked.add(waiting(each)));
        late.parked().forEach(before -> again(before).ifPresent(parked::add));
        return parked;
    }

    /** What usage that was parked before comes to now. @return it, if it waits and is not what it was */
    private Optional<ParkedUsage> again(ParkedUsage before) {
        Optional<DimensionUsage.Unmapped> now = plan.dimensions().unmapped().stream()
                .filter(each -> before.isOf(each.metric(), each.dimension())
                        && each.usage().signum() > 0)
                .findFirst();
        if (now.isEmpty()) {
            told.add(more(before) + "would not have to wait; "
                    + (before.settled() ? "it stays as it is settled." : "it stays parked until somebody decides."));
        } else if (!before.settled()) {
            return now.filter(each -> each.usage().compareTo(before.usage()) != 0)
                    .map(this::waiting);
        } else if (now.get().usage().compareTo(before.usage()) != 0) {
            settled(before, now.get());
        }
        return Optional.empty();
    }

    /** The bill of usage that was parked and billed grows as any other. */
    private void settled(ParkedUsage before, DimensionUsage.Unmapped now) {
        List<Charge> charges = late.ofParked().stream()
                .filter(charge -> before.chargeIds().contains(charge.id()))
                .toList();
        Optional<LateDecision.Addition> more =
                ParkedSplit.growth(today, plan.quantityScale(), before.withUsage(now.usage()), charges, plan.tags());
        if (more.isPresent()) {
            grown.add(new LateDecision.Growth(before, now.usage(), more.get()));
            return;
        }
        BigDecimal billed = charges.stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        told.add(more(before) + "would be " + now.usage().toPlainString() + " instead of "
                + before.usage().toPlainString() + "; "
                + (before.waived() ? "it was given up" : billed.toPlainString() + " of it is billed")
                + " and no more.");
    }

    private String more(ParkedUsage before) {
        return "With late samples the usage of '" + before.metric() + "' from "
                + late.closed().period().start() + " that was parked ("
                + before.usage().toPlainString() + ") ";
    }

    private ParkedUsage waiting(DimensionUsage.Unmapped usage) {
        return ParkedUsage.waiting(
                late.closed().period(), usage.metric(), usage.dimension(), usage.usage(), usage.error());
    }

    /** Sentences about late samples that are not billed, one for each reason, however many they are. */
    static String notBilled(List<Instant> samples, String one, String many) {
        return samples.size() == 1
                ? "The sample of " + samples.get(0) + one
                : samples.size() + " samples from " + samples.get(0) + " to " + samples.get(samples.size() - 1) + many;
    }
}
