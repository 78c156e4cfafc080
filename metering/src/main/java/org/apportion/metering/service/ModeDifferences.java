package org.apportion.metering.service;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringMode;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;

/** Tells for a given product where the modes documented and compat give different results, and which one counts. */
public final class ModeDifferences {
    private final ProductListing listing;
    private final List<Difference> differences = new ArrayList<>();

    private ModeDifferences(ProductListing listing) {
        this.listing = listing;
    }

    /**
     * One point.
     *
     * @param subject the metric, or empty for the product
     * @param counts the mode that is configured
     */
    public record Difference(
            MeteringSetting setting, String subject, String documented, String compat, MeteringMode counts) {}

    /** Only the points that matter for this product. */
    public static List<Difference> of(ProductListing listing) {
        ModeDifferences found = new ModeDifferences(listing);
        listing.metrics().forEach(found::metric);
        found.product();
        return List.copyOf(found.differences);
    }

    private void metric(UsageMetric metric) {
        BigDecimal minimum = metric.minimumConsumption();
        if (minimum.signum() > 0 && metric.reporting() != ConsumptionReporting.PER_DIMENSION) {
            String least = minimum.stripTrailingZeros().toPlainString();
            add(
                    MeteringSetting.MINIMUM_CONSUMPTION,
                    metric.name(),
                    "a period without usage is billed 0",
                    "a period without usage, or without a sample, is billed " + least);
        }
        if (metric.reporting() == ConsumptionReporting.TIERED && hasHoles(metric)) {
            add(
                    MeteringSetting.TIERED_REMAINDER,
                    metric.name(),
                    "usage that no tier holds is billed as the next tier above, or the highest",
                    "a period with such usage is parked");
        }
        if (metric.reporting() == ConsumptionReporting.VOLUME
                && !metric.bands().isEmpty()
                && metric.bands().stream().allMatch(band -> band.max().isPresent())) {
            add(
                    MeteringSetting.VOLUME_TAIL,
                    metric.name(),
                    "usage above the highest max is parked and told",
                    "usage above the highest max is billed as that dimension");
        }
        boolean noZero = metric.bands().stream().noneMatch(band -> band.holds(BigDecimal.ZERO));
        if (metric.reporting() == ConsumptionReporting.VOLUME && noZero) {
            add(MeteringSetting.ZERO_USAGE, metric.name(), "usage 0 is not sent", "usage 0 is an error at each report");
        }
        if (metric.aggregation() != UsageAggregation.MAXIMUM
                || listing.metrics().size() > 1) {
            add(
                    MeteringSetting.MISSING_METRIC,
                    metric.name(),
                    "a sample without this metric is left out",
                    "a sample without this metric counts as 0");
        }
    }

    /** Fractions always fall between two bounds, so only tiers that take whole numbers without a gap and end have none. */
    private static boolean hasHoles(UsageMetric metric) {
        Optional<BigDecimal> end = Optional.of(BigDecimal.ZERO);
        for (DimensionBand band : metric.bands()) {
            BigDecimal low = band.min().orElse(BigDecimal.ZERO).max(BigDecimal.ONE);
            if (end.isEmpty() || low.compareTo(end.get().add(BigDecimal.ONE)) != 0) {
                return true;
            }
            end = band.max();
        }
        return end.isPresent();
    }

    private void product() {
        if (listing.reporting().cumulative()) {
            add(
                    MeteringSetting.REPORTING_API_IS_CUMULATIVE,
                    "",
                    "each report tells the period's running total",
                    "each report tells 0, the bill tells all");
        }
        if (listing.billing().interval() != BillingInterval.FIXED) {
            add(
                    MeteringSetting.EXPIRE,
                    "",
                    "expire is the next tick",
                    "expire is one reporting interval after the last successful report");
        }
        add(
                MeteringSetting.BILLING_API_ACCESS_OK,
                "",
                "false if the marketplace refuses",
                "false also if usage fits no dimension");
        add(
                MeteringSetting.LAST_BILL,
                "",
                "last_bill has record_id and a list of dimension and units",
                "last_bill has billing_status and a map of dimensions");
        if (listing.archive().keepsAny()) {
            add(MeteringSetting.BILLING_STATUS, "", "status is succeeded", "status is submitted");
        }
        add(
                MeteringSetting.ERROR_TEXTS,
                "",
                "'cache failed to save: …', '`csp-config` failed to save: …'",
                "'Cache failed to save: …', 'csp_config failed to save: …'");
    }

    private void add(MeteringSetting setting, String subject, String documented, String compat) {
        differences.add(new Difference(
                setting, subject, documented, compat, listing.modes().of(setting)));
    }
}
