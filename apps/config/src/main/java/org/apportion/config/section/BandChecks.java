package org.apportion.config.section;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.UsageMetric;

/**
 * Finds what is wrong with the bounds of a metric's dimensions. Bounds are inclusive whole units: after 10 follows 11. What
 * could bill twice is a mistake; usage that no dimension takes is a warning, since it is parked and never lost.
 */
final class BandChecks {
    private final Problems problems;
    private final MeteringModes modes;

    BandChecks(Problems problems, MeteringModes modes) {
        this.problems = problems;
        this.modes = modes;
    }

    void check(UsageMetric metric, Place place, List<Place> places) {
        if (metric.reporting() == ConsumptionReporting.PER_DIMENSION
                || metric.bands().isEmpty()) {
            return;
        }
        List<Band> bands = IntStream.range(0, metric.bands().size())
                .mapToObj(i -> new Band(metric.bands().get(i), places.get(i)))
                .sorted(Comparator.comparing(Band::low))
                .toList();
        bands.forEach(this::bounds);
        if (metric.reporting() == ConsumptionReporting.TIERED) {
            bands.forEach(this::whole);
        }
        for (int i = 1; i < bands.size(); i++) {
            neighbors(metric, bands.get(i - 1), bands.get(i));
        }
        tail(metric, bands, place);
        ground(metric, bands.get(0));
    }

    private void bounds(Band band) {
        band.high()
                .filter(high -> high.compareTo(band.low()) < 0)
                .ifPresent(high -> problems.add(
                        ConfigError.CONFIG_WRONG_VALUE,
                        band.place(),
                        "min " + text(band.low()) + " of the dimension '" + band.name() + "' is above its max "
                                + text(high) + ".",
                        "Swap or mend them; both bounds are inclusive."));
    }

    /** The units of 11–30 are 20: what lies between two bounds with decimals would be counted twice, or not at all. */
    private void whole(Band band) {
        Stream.concat(band.dimension().min().stream(), band.high().stream())
                .filter(bound -> bound.stripTrailingZeros().scale() > 0)
                .findFirst()
                .ifPresent(bound -> problems.add(
                        ConfigError.CONFIG_WRONG_VALUE,
                        band.place(),
                        "The bound " + text(bound) + " of the tier '" + band.name() + "' is no whole number.",
                        "Tiers count whole units; usage with decimals belongs to the tier in which it ends."));
    }

    private void neighbors(UsageMetric metric, Band left, Band right) {
        Optional<BigDecimal> end = left.high();
        if (end.isEmpty() || end.get().compareTo(right.low()) >= 0) {
            String problem = "The dimensions '" + left.name() + "' and '" + right.name() + "' of the metric '"
                    + metric.name() + "' overlap from " + text(right.low()) + " on.";
            if (metric.reporting() == ConsumptionReporting.TIERED) {
                problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        right.place(),
                        problem,
                        "Let each begin one above the max of the one before; both bounds are inclusive.");
            } else {
                problems.warn(
                        ConfigError.CONFIG_CONFLICT,
                        right.place(),
                        problem,
                        "The first one of the list takes such usage; let them not overlap.");
            }
        } else if (end.get().add(BigDecimal.ONE).compareTo(right.low()) < 0) {
            problems.warn(
                    ConfigError.CONFIG_CONFLICT,
                    right.place(),
                    "No dimension of the metric '" + metric.name() + "' holds usage above " + text(end.get())
                            + " and below " + text(right.low()) + ".",
                    untaken(metric, "The tier above takes such usage."));
        }
    }

    private void tail(UsageMetric metric, List<Band> bands, Place place) {
        if (bands.stream().anyMatch(band -> band.high().isEmpty())) {
            return;
        }
        BigDecimal highest = bands.stream()
                .flatMap(band -> band.high().stream())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        problems.warn(
                ConfigError.CONFIG_CONFLICT,
                place,
                "No dimension of the metric '" + metric.name() + "' holds usage above " + text(highest) + ".",
                (takesTail(metric)
                                ? "The dimension with the highest max takes such usage."
                                : untaken(metric, "The highest tier takes such usage."))
                        + " To mend it, leave out the last max.");
    }

    private void ground(UsageMetric metric, Band lowest) {
        if (lowest.low().compareTo(BigDecimal.ONE) > 0) {
            problems.warn(
                    ConfigError.CONFIG_CONFLICT,
                    lowest.place(),
                    "No dimension of the metric '" + metric.name() + "' holds usage below " + text(lowest.low()) + ".",
                    untaken(metric, "The lowest tier takes such usage."));
        }
        boolean refused = metric.reporting() == ConsumptionReporting.VOLUME
                && lowest.low().signum() > 0
                && modes.isCompat(MeteringSetting.ZERO_USAGE);
        if (refused) {
            problems.warn(
                    ConfigError.CONFIG_CONFLICT,
                    lowest.place(),
                    "No dimension of the metric '" + metric.name() + "' holds usage 0.",
                    "Without usage there is an error at each report; write min: 0, or the mode documented for zero_usage.");
        }
    }

    private boolean takesTail(UsageMetric metric) {
        return metric.reporting() == ConsumptionReporting.VOLUME && modes.isCompat(MeteringSetting.VOLUME_TAIL);
    }

    private String untaken(UsageMetric metric, String taken) {
        boolean oneTakes =
                metric.reporting() == ConsumptionReporting.TIERED && !modes.isCompat(MeteringSetting.TIERED_REMAINDER);
        return oneTakes ? taken : "Such usage is parked, with an error, until this is mended.";
    }

    private static String text(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private record Band(DimensionBand dimension, Place place) {
        BigDecimal low() {
            return dimension.min().orElse(BigDecimal.ZERO);
        }

        Optional<BigDecimal> high() {
            return dimension.max();
        }

        String name() {
            return dimension.dimension();
        }
    }
}
