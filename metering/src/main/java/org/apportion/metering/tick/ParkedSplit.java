package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apportion.metering.aggregation.Coverage;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.dimension.DimensionSplit;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.dimension.UsageAllocations;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;

/** What parked usage comes to with a listing: pure. */
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
        boolean perDimension = !usage.dimension().isEmpty();
        Optional<UsageMetric> metric = listing.metrics().stream()
                .filter(one -> one.name().equals(usage.metric()))
                .filter(one -> one.reporting() == ConsumptionReporting.PER_DIMENSION == perDimension)
                .findFirst();
        if (metric.isEmpty()) {
            return Optional.empty();
        }
        Map<String, BigDecimal> reported = perDimension ? Map.of(usage.dimension(), usage.usage()) : Map.of();
        MetricUsage measured = new MetricUsage(
                usage.metric(), usage.usage(), usage.usage(), reported, 0, new Coverage(0, 1), "parked usage");
        DimensionUsage split =
                DimensionSplit.of(List.of(metric.get()), List.of(measured), listing.modes(), quantityScale);
        if (!split.unmapped().isEmpty() || split.quantities().isEmpty()) {
            return Optional.empty();
        }
        TagWeights weights = tags.get();
        List<LateDecision.Addition> more = new ArrayList<>();
        split.quantities().forEach((dimension, quantity) -> {
            if (quantity.signum() > 0) {
                more.add(new LateDecision.Addition(
                        dimension,
                        quantity,
                        UsageAllocations.of(quantity, quantityScale, weights.of(dimension, List.of(usage.metric()))),
                        new ChargeEvidence(
                                "",
                                usage.metric() + ": parked usage "
                                        + usage.usage().toPlainString(),
                                "was: " + usage.error())));
            }
        });
        return Optional.of(new LateDecision(more, List.of(), List.of()));
    }
}
