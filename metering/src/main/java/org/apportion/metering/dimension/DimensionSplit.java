package org.apportion.metering.dimension;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringMode;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.UsageMetric;

/**
 * Maps usage to dimensions. Bounds are inclusive: with the tiers 1–10, 11–30 and from 31, a usage of 35 is 10, 20 and 5.
 *
 * <p>Source: csp-billing-adapter's configuration. In the mode documented a tier also takes what no tier below it holds, a
 * fraction between two bounds for instance, and the highest what is above all; in compat such usage is not mapped.
 */
public final class DimensionSplit {
    private final List<UsageMetric> metrics;
    private final MeteringModes modes;
    private final int quantityScale;
    private final Map<String, BigDecimal> quantities = new LinkedHashMap<>();
    private final Map<String, List<String>> sources = new LinkedHashMap<>();
    private final List<DimensionUsage.Unmapped> unmapped = new ArrayList<>();

    private DimensionSplit(List<UsageMetric> metrics, MeteringModes modes, int quantityScale) {
        this.metrics = metrics;
        this.modes = modes;
        this.quantityScale = quantityScale;
    }

    /**
     * Maps each metric's billable usage.
     *
     * @param quantityScale decimals that the marketplace takes; a usage with more is rounded up before it is mapped
     */
    public static DimensionUsage of(
            List<UsageMetric> metrics, List<MetricUsage> usages, MeteringModes modes, int quantityScale) {
        DimensionSplit split = new DimensionSplit(metrics, modes, quantityScale);
        usages.forEach(split::add);
        return new DimensionUsage(split.quantities, split.sources, split.unmapped);
    }

    /** A usage as the marketplace can take it: rounded up to its decimals, never cut. */
    public static BigDecimal rounded(BigDecimal usage, int quantityScale) {
        return usage.stripTrailingZeros().scale() <= quantityScale
                ? usage
                : usage.setScale(quantityScale, RoundingMode.CEILING);
    }

    private void add(MetricUsage usage) {
        UsageMetric metric = metrics.stream()
                .filter(one -> one.name().equals(usage.metric()))
                .findFirst()
                .orElseThrow();
        BigDecimal billable = rounded(usage.billable(), quantityScale);
        switch (metric.reporting()) {
            case VOLUME -> volume(metric, billable);
            case TIERED -> tiered(metric, billable);
            case PER_DIMENSION -> reported(metric, usage.perDimension());
        }
    }

    private void volume(UsageMetric metric, BigDecimal usage) {
        for (DimensionBand band : metric.bands()) {
            if (band.holds(usage)) {
                put(metric, band.dimension(), usage);
                return;
            }
        }
        Optional<DimensionBand> last = highest(metric)
                .filter(band -> modes.isCompat(MeteringSetting.VOLUME_TAIL)
                        && band.max().filter(max -> usage.compareTo(max) > 0).isPresent());
        if (last.isPresent()) {
            put(metric, last.get().dimension(), usage);
            return;
        }
        if (usage.signum() != 0 || modes.isCompat(MeteringSetting.ZERO_USAGE)) {
            refuse(metric, "", usage, "No matching volume dimension found for");
        }
    }

    /** The band with the highest bound; empty if there is none, or one without bound. */
    private static Optional<DimensionBand> highest(UsageMetric metric) {
        return metric.bands().stream().allMatch(band -> band.max().isPresent())
                ? metric.bands().stream()
                        .max(Comparator.comparing(band -> band.max().orElseThrow()))
                : Optional.empty();
    }

    private void tiered(UsageMetric metric, BigDecimal usage) {
        Map<String, BigDecimal> units = new LinkedHashMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (DimensionBand band : metric.bands()) {
            if (band.reaches(usage)) {
                BigDecimal taken = units(band, usage);
                units.merge(band.dimension(), taken, BigDecimal::add);
                sum = sum.add(taken);
            }
        }
        BigDecimal rest = usage.subtract(sum);
        MeteringMode mode = modes.of(MeteringSetting.TIERED_REMAINDER);
        boolean restHasPlace = rest.signum() > 0 && !metric.bands().isEmpty() && mode != MeteringMode.COMPAT;
        if (restHasPlace && mode == MeteringMode.FORMER) {
            units.merge(metric.bands().get(metric.bands().size() - 1).dimension(), rest, BigDecimal::add);
        } else if (restHasPlace) {
            units = withoutHoles(metric, usage);
        } else if (rest.signum() != 0) {
            refuse(metric, "", usage, "Missing tiered dimension detected for");
            return;
        }
        units.forEach((dimension, quantity) -> put(metric, dimension, quantity));
    }

    /** Each tier from where the one below ends, the lowest from nothing, the highest without end. */
    private static Map<String, BigDecimal> withoutHoles(UsageMetric metric, BigDecimal usage) {
        List<DimensionBand> rising = metric.bands().stream()
                .sorted(Comparator.comparing(band -> band.min().orElse(BigDecimal.ZERO)))
                .toList();
        DimensionBand highest = rising.get(rising.size() - 1);
        Map<String, BigDecimal> units = new LinkedHashMap<>();
        BigDecimal held = BigDecimal.ZERO;
        for (DimensionBand band : rising) {
            BigDecimal end =
                    band == highest ? usage : band.max().map(usage::min).orElse(usage);
            if (end.compareTo(held) > 0) {
                units.merge(band.dimension(), end.subtract(held), BigDecimal::add);
                held = end;
            }
        }
        return units;
    }

    /** Bounds count whole units, so the units of 11–30 are 20. */
    private static BigDecimal units(DimensionBand band, BigDecimal usage) {
        BigDecimal low = band.min().orElse(BigDecimal.ZERO).max(BigDecimal.ONE);
        BigDecimal high = band.max().map(usage::min).orElse(usage);
        return high.subtract(low).add(BigDecimal.ONE).max(BigDecimal.ZERO);
    }

    private void reported(UsageMetric metric, Map<String, BigDecimal> perDimension) {
        List<String> listed =
                metric.bands().stream().map(DimensionBand::dimension).toList();
        new TreeMap<>(perDimension).forEach((dimension, usage) -> {
            if (listed.contains(dimension)) {
                put(metric, dimension, rounded(usage, quantityScale));
            } else {
                refuse(
                        metric,
                        dimension,
                        usage,
                        "The product reports the dimension '" + dimension + "' that is not listed, for");
            }
        });
    }

    private void put(UsageMetric metric, String dimension, BigDecimal quantity) {
        quantities.merge(dimension, quantity, BigDecimal::add);
        sources.computeIfAbsent(dimension, any -> new ArrayList<>()).add(metric.name());
    }

    private void refuse(UsageMetric metric, String dimension, BigDecimal usage, String problem) {
        unmapped.add(new DimensionUsage.Unmapped(
                metric.name(),
                dimension,
                usage,
                problem + " '" + metric.name() + "'="
                        + usage.stripTrailingZeros().toPlainString()));
    }
}
