package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;

/**
 * Aggregates the samples of one period: for 3, 4 and 4 the average is 11/3, rounded up to 4.
 *
 * <p>A minimum consumption of 10 turns 4 into 10. It turns 0 into 10 only in the mode compat; documented, no usage is no
 * usage. Negative totals become zero.
 */
public final class PeriodUsage {
    private final ProductListing product;
    private final MeteringPeriod period;
    private final List<UsageReading> readings;
    private final Optional<UsageReading> before;

    public PeriodUsage(ProductListing product, MeteringPeriod period, List<UsageReading> readings) {
        this(product, period, readings, Optional.empty());
    }

    /**
     * @param readings in any order; those outside the period are left out
     * @param before the last reading before the period: where missing samples hold the last value, it holds from the start
     */
    public PeriodUsage(
            ProductListing product, MeteringPeriod period, List<UsageReading> readings, Optional<UsageReading> before) {
        this.product = product;
        this.period = period;
        this.before = product.samples().missing() == SamplePolicy.Missing.HOLD_LAST ? before : Optional.empty();
        this.readings = readings.stream()
                .filter(reading -> period.contains(reading.reportedAt()))
                .sorted(Comparator.comparing(UsageReading::reportedAt))
                .toList();
    }

    /** One usage per metric, in the order of the configuration. */
    public List<MetricUsage> usages() {
        return product.metrics().stream().map(this::usage).toList();
    }

    /** Of all samples, whatever metrics they hold. */
    public Coverage coverage() {
        return Coverage.of(
                period,
                readings.stream().map(UsageReading::reportedAt).toList(),
                product.reporting().query());
    }

    private MetricUsage usage(UsageMetric metric) {
        if (metric.reporting() == ConsumptionReporting.PER_DIMENSION) {
            return reportedPerDimension(metric);
        }
        List<Point> points = points(metric.name());
        Optional<BigDecimal> last = before.map(reading -> reading.metrics().get(metric.name()));
        Total total = total(metric, last.map(value -> held(value, points)).orElse(points));
        BigDecimal billable = withMinimum(metric, total.value());
        return new MetricUsage(
                metric.name(),
                total.value(),
                billable,
                Map.of(),
                total.samples(),
                coverage(points),
                rule(metric, total, billable));
    }

    private MetricUsage reportedPerDimension(UsageMetric metric) {
        List<Instant> times = readings.stream()
                .filter(reading -> reading.dimensions().containsKey(metric.name()))
                .map(UsageReading::reportedAt)
                .toList();
        Optional<Map<String, BigDecimal>> last =
                before.map(reading -> reading.dimensions().get(metric.name())).filter(values -> !startsAtOnce(times));
        Set<String> dimensions = new TreeSet<>();
        last.ifPresent(values -> dimensions.addAll(values.keySet()));
        readings.forEach(reading -> dimensions.addAll(
                reading.dimensions().getOrDefault(metric.name(), Map.of()).keySet()));
        Map<String, BigDecimal> perDimension = new TreeMap<>();
        int samples = 0;
        for (String dimension : dimensions) {
            List<Point> points = points(metric.name(), dimension);
            Total total = total(
                    metric,
                    last.map(values -> held(values.getOrDefault(dimension, BigDecimal.ZERO), points))
                            .orElse(points));
            samples = Math.max(samples, total.samples());
            perDimension.put(dimension, total.value().max(BigDecimal.ZERO));
        }
        BigDecimal sum = perDimension.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return new MetricUsage(
                metric.name(),
                sum,
                sum,
                perDimension,
                samples,
                Coverage.of(period, times, product.reporting().query()),
                word(metric.aggregation()) + " of " + samples + " samples, per dimension as reported");
    }

    private Total total(UsageMetric metric, List<Point> points) {
        List<Point> filled =
                new Gaps(period, product.reporting().query(), product.samples().missing()).fill(points);
        return new Total(Aggregations.of(metric.aggregation(), metric.subPeriod(), filled), filled.size());
    }

    /** With the last value before the period from its start on, unless a sample is there at once. */
    private List<Point> held(BigDecimal value, List<Point> points) {
        if (startsAtOnce(points.stream().map(Point::at).toList())) {
            return points;
        }
        List<Point> held = new ArrayList<>();
        held.add(new Point(period.start(), value));
        held.addAll(points);
        return held;
    }

    private boolean startsAtOnce(List<Instant> times) {
        return !times.isEmpty()
                && times.get(0).isBefore(period.start().plus(product.reporting().query()));
    }

    private List<Point> points(String metric) {
        boolean absentIsZero = product.modes().isCompat(MeteringSetting.MISSING_METRIC);
        List<Point> points = new ArrayList<>();
        for (UsageReading reading : readings) {
            BigDecimal value = reading.metrics().get(metric);
            if (value != null || absentIsZero) {
                points.add(new Point(reading.reportedAt(), value == null ? BigDecimal.ZERO : value));
            }
        }
        return points;
    }

    private List<Point> points(String metric, String dimension) {
        List<Point> points = new ArrayList<>();
        for (UsageReading reading : readings) {
            Map<String, BigDecimal> values = reading.dimensions().get(metric);
            if (values != null) {
                points.add(new Point(reading.reportedAt(), values.getOrDefault(dimension, BigDecimal.ZERO)));
            }
        }
        return points;
    }

    private Coverage coverage(List<Point> points) {
        return Coverage.of(
                period,
                points.stream().map(Point::at).collect(Collectors.toList()),
                product.reporting().query());
    }

    private BigDecimal withMinimum(UsageMetric metric, BigDecimal total) {
        BigDecimal usage = total.max(BigDecimal.ZERO);
        boolean counts = usage.signum() > 0 || product.modes().isCompat(MeteringSetting.MINIMUM_CONSUMPTION);
        return counts ? usage.max(metric.minimumConsumption()) : usage;
    }

    private static String rule(UsageMetric metric, Total total, BigDecimal billable) {
        String rule = word(metric.aggregation()) + " of " + total.samples() + " samples";
        if (metric.aggregation() == UsageAggregation.AVERAGE) {
            rule += ", rounded up";
        }
        if (billable.signum() == 0 && total.value().signum() < 0) {
            return rule + ", negative, so nothing";
        }
        return billable.compareTo(total.value()) == 0
                ? rule
                : rule + ", minimum consumption "
                        + metric.minimumConsumption().stripTrailingZeros().toPlainString();
    }

    private static String word(UsageAggregation aggregation) {
        return aggregation.name().toLowerCase(java.util.Locale.ROOT);
    }

    private record Total(BigDecimal value, int samples) {}
}
