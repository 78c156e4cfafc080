package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apportion.metering.aggregation.Coverage;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.dimension.DimensionSplit;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.dimension.UsageAllocations;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;

/** What parked usage comes to with a listing, or by the word of an operator: pure. */
public final class ParkedSplit {
    private ParkedSplit() {}

    /**
     * Splits it over the listing's dimensions.
     *
     * @param tags of the samples of the period; asked once a dimension takes the usage
     * @return empty as long as no dimension takes all of it
     */
    public static Optional<LateDecision> of(
            ProductListing listing, int quantityScale, ParkedUsage usage, Supplier<TagWeights> tags) {
        Map<String, BigDecimal> quantities = quantities(listing, quantityScale, usage);
        if (quantities.isEmpty()) {
            return Optional.empty();
        }
        TagWeights weights = tags.get();
        List<LateDecision.Addition> more = new ArrayList<>();
        quantities.forEach((dimension, quantity) -> {
            if (quantity.signum() > 0) {
                more.add(addition(usage, dimension, quantity, quantityScale, weights, ChargeEvidence.ofParked(usage)));
            }
        });
        return Optional.of(new LateDecision(more, List.of(), List.of()));
    }

    /** All of it as the dimension that an operator names, rounded up to what the marketplace takes. */
    public static LateDecision.Addition as(
            String dimension, int quantityScale, ParkedUsage usage, TagWeights tags, String by, String reason) {
        return addition(
                usage,
                dimension,
                DimensionSplit.rounded(usage.usage(), quantityScale),
                quantityScale,
                tags,
                ChargeEvidence.ofParkedAs(dimension, usage, by, reason));
    }

    /**
     * What the bill of parked usage grows by.
     *
     * @param usage all of it now
     * @param charges as which it was planned before
     * @return empty unless they all are of one dimension, and that one takes all of it
     */
    static Optional<LateDecision.Addition> growth(
            ProductListing listing, int quantityScale, ParkedUsage usage, List<Charge> charges, TagWeights tags) {
        Set<String> dimensions =
                charges.stream().map(charge -> charge.key().dimension()).collect(Collectors.toSet());
        if (dimensions.size() != 1) {
            return Optional.empty();
        }
        ChargeEvidence first = charges.get(0).evidence();
        return whole(listing, quantityScale, usage, first, tags)
                .filter(whole ->
                        whole.size() == 1 && dimensions.contains(whole.get(0).dimension()))
                .map(whole -> further(whole.get(0), quantityScale, charges))
                .filter(more -> more.quantity().signum() > 0)
                .map(more -> new LateDecision.Addition(
                        more.dimension(),
                        more.quantity(),
                        more.allocations(),
                        new ChargeEvidence("", ChargeEvidence.ofParked(usage).aggregation(), first.rule())));
    }

    /** All of it as it was billed: as an operator ordered, else by the listing. */
    public static Optional<List<LateDecision.Addition>> whole(
            ProductListing listing, int quantityScale, ParkedUsage usage, ChargeEvidence evidence, TagWeights tags) {
        return evidence.ordered().isPresent()
                ? Optional.of(List.of(as(evidence.ordered().get(), quantityScale, usage, tags, "", "")))
                : of(listing, quantityScale, usage, () -> tags).map(LateDecision::more);
    }

    /** What a dimension comes to beyond the charges before, by tags too. */
    public static LateDecision.Addition further(LateDecision.Addition whole, int quantityScale, List<Charge> before) {
        Map<String, BigDecimal> given = new TreeMap<>();
        BigDecimal more = whole.quantity();
        for (Charge charge : before) {
            more = more.subtract(charge.quantity());
            Map<String, BigDecimal> untagged = Map.of(TagWeights.NO_TAG, charge.quantity());
            (charge.allocations().isEmpty() ? untagged : charge.allocations())
                    .forEach((tag, share) -> given.merge(tag, share, BigDecimal::add));
        }
        return new LateDecision.Addition(
                whole.dimension(),
                more,
                before.isEmpty()
                        ? whole.allocations()
                        : UsageAllocations.further(more, quantityScale, whole.allocations(), given),
                whole.evidence());
    }

    /** Empty unless the listing's dimensions take all of it. */
    private static Map<String, BigDecimal> quantities(ProductListing listing, int quantityScale, ParkedUsage usage) {
        boolean perDimension = !usage.dimension().isEmpty();
        Optional<UsageMetric> metric = listing.metrics().stream()
                .filter(one -> one.name().equals(usage.metric()))
                .filter(one -> one.reporting() == ConsumptionReporting.PER_DIMENSION == perDimension)
                .findFirst();
        if (metric.isEmpty()) {
            return Map.of();
        }
        Map<String, BigDecimal> reported = perDimension ? Map.of(usage.dimension(), usage.usage()) : Map.of();
        MetricUsage measured = new MetricUsage(
                usage.metric(), usage.usage(), usage.usage(), reported, 0, new Coverage(0, 1), "parked usage");
        DimensionUsage split =
                DimensionSplit.of(List.of(metric.get()), List.of(measured), listing.modes(), quantityScale);
        return split.unmapped().isEmpty() ? split.quantities() : Map.of();
    }

    private static LateDecision.Addition addition(
            ParkedUsage usage,
            String dimension,
            BigDecimal quantity,
            int quantityScale,
            TagWeights weights,
            ChargeEvidence evidence) {
        // Tags are of what the product reported, which an operator may bill under another name.
        String reported = usage.dimension().isEmpty() ? dimension : usage.dimension();
        return new LateDecision.Addition(
                dimension,
                quantity,
                UsageAllocations.of(quantity, quantityScale, weights.of(reported, List.of(usage.metric()))),
                evidence);
    }
}
