package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.metering.aggregation.Coverage;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.metering.aggregation.PeriodUsage;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.dimension.DimensionSplit;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.dimension.UsageAllocations;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;

/**
 * What a period comes to: pure, so that the tick, a simulation and an explanation get the same.
 *
 * @param usages one per metric
 * @param dimensions quantities, and usage that no dimension takes
 * @param coverage of all samples
 * @param quantityScale decimals that the marketplace takes
 * @param free whether a trial pays
 * @param tags how much of the samples belongs to which tag
 * @param before the last sample before the period
 */
public record PeriodPlan(
        ProductListing listing,
        MeteredProduct account,
        MeteringPeriod period,
        List<MetricUsage> usages,
        DimensionUsage dimensions,
        Coverage coverage,
        String inputsDigest,
        int quantityScale,
        boolean free,
        TagWeights tags,
        Optional<UsageReading> before) {

    /**
     * Computes the plan.
     *
     * @param samples of the period; those that do not count are left out
     * @param before the last sample before the period
     * @param quantityScale decimals that the marketplace takes
     */
    public static PeriodPlan of(
            ProductListing listing,
            MeteredProduct account,
            MeteringPeriod period,
            List<JournalSample> samples,
            Optional<UsageReading> before,
            int quantityScale,
            boolean free) {
        List<UsageReading> readings = samples.stream()
                .filter(JournalSample::counts)
                .map(JournalSample::reading)
                .toList();
        PeriodUsage usage = new PeriodUsage(listing, period, readings, before);
        List<MetricUsage> usages = usage.usages();
        List<MetricUsage> billed = free ? usages.stream().map(PeriodPlan::free).toList() : usages;
        return new PeriodPlan(
                listing,
                account,
                period,
                billed,
                DimensionSplit.of(listing.metrics(), billed, listing.modes(), quantityScale),
                usage.coverage(),
                JournalSample.inputsDigest(samples),
                quantityScale,
                free,
                TagWeights.of(readings),
                before);
    }

    /** The last sample before the period where its values are held until the first one of the period. */
    public Optional<UsageReading> held() {
        return before.filter(reading -> listing.samples().missing() == SamplePolicy.Missing.HOLD_LAST);
    }

    /** Metrics whose last values before a period are held; in compat a sample that lacks one says 0. */
    public static Set<String> heldMetrics(ProductListing listing) {
        return listing.samples().missing() == SamplePolicy.Missing.HOLD_LAST
                        && !listing.modes().isCompat(MeteringSetting.MISSING_METRIC)
                ? listing.metrics().stream().map(UsageMetric::name).collect(Collectors.toSet())
                : Set.of();
    }

    private static MetricUsage free(MetricUsage usage) {
        Map<String, BigDecimal> none =
                usage.perDimension().keySet().stream().collect(Collectors.toMap(name -> name, name -> BigDecimal.ZERO));
        return new MetricUsage(
                usage.metric(),
                usage.measured(),
                BigDecimal.ZERO,
                none,
                usage.samples(),
                usage.coverage(),
                usage.rule() + ", free trial");
    }

    /** As the journal takes it. */
    public PeriodClose close() {
        Map<String, BigDecimal> used =
                usages.stream().collect(Collectors.toMap(MetricUsage::metric, MetricUsage::billable));
        List<PlannedCharge> charges = new ArrayList<>();
        dimensions.quantities().forEach((dimension, quantity) -> charges.add(charge(dimension, quantity)));
        List<ParkedUsage> parked = dimensions.unmapped().stream()
                .filter(each -> each.usage().signum() > 0)
                .map(each -> ParkedUsage.waiting(period, each.metric(), each.dimension(), each.usage(), each.error()))
                .toList();
        return new PeriodClose(
                account,
                period,
                kind(used),
                coverage.share(),
                inputsDigest,
                used,
                charges,
                parked,
                BillingTerms.of(listing, quantityScale, before).json());
    }

    private PeriodClose.Kind kind(Map<String, BigDecimal> used) {
        if (free) {
            return PeriodClose.Kind.TRIAL;
        }
        boolean nothing = coverage.measured() == 0 && used.values().stream().allMatch(value -> value.signum() == 0);
        return nothing ? PeriodClose.Kind.NOT_MEASURED : PeriodClose.Kind.BILLED;
    }

    private PlannedCharge charge(String dimension, BigDecimal quantity) {
        List<String> metrics = dimensions.metrics().getOrDefault(dimension, List.of());
        return new PlannedCharge(
                new ChargeKey(account.product(), account.customer(), dimension, period, 0),
                quantity,
                allocations(dimension, quantity),
                new ChargeEvidence(inputsDigest, aggregations(metrics), rules(metrics)));
    }

    /** A dimension's quantity by the tags of its metrics' samples: shares by tag, empty if none is tagged. */
    public Map<String, BigDecimal> allocations(String dimension, BigDecimal quantity) {
        List<String> metrics = dimensions.metrics().getOrDefault(dimension, List.of());
        return UsageAllocations.of(quantity, quantityScale, tags.of(dimension, metrics));
    }

    /** How the metrics of a dimension were aggregated, in words. */
    private String aggregations(List<String> metrics) {
        return usages.stream()
                .filter(usage -> metrics.contains(usage.metric()))
                .map(usage -> usage.metric() + ": " + usage.rule() + " = "
                        + usage.billable().stripTrailingZeros().toPlainString() + " (coverage "
                        + usage.coverage().percent() + ")")
                .collect(Collectors.joining("; "));
    }

    private String rules(List<String> metrics) {
        Map<String, String> rules = new LinkedHashMap<>();
        listing.metrics().stream()
                .filter(metric -> metrics.contains(metric.name()))
                .forEach(metric ->
                        rules.put(metric.name(), metric.reporting().name().toLowerCase(Locale.ROOT)));
        return rules.entrySet().stream()
                .map(rule -> rule.getKey() + ": " + rule.getValue())
                .collect(Collectors.joining("; "));
    }
}
