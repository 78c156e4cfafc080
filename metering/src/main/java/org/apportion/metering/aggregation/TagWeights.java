package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.spi.metering.UsageReading;

/**
 * How much of a period's samples belongs to which tag: with samples of 10 (6 of team=a) and 20 (6 of team=a, 4 of team=b), team=a has 12,
 * team=b 4 and no tag 14. The weights are sums over all samples, however the metric is aggregated.
 */
public final class TagWeights {
    /** The tag of what has none. */
    public static final String NO_TAG = "";

    private TagWeights() {}

    /** By metric and tag; empty if no sample has a tag. Tags that are told more than the value leave nothing without a tag. */
    public static Map<String, Map<String, BigDecimal>> of(List<UsageReading> readings) {
        if (readings.stream().allMatch(reading -> reading.tags().isEmpty())) {
            return Map.of();
        }
        Set<String> metrics = new HashSet<>();
        readings.forEach(reading -> {
            metrics.addAll(reading.metrics().keySet());
            metrics.addAll(reading.dimensions().keySet());
        });
        Map<String, Map<String, BigDecimal>> weights = new TreeMap<>();
        for (String metric : metrics) {
            Map<String, BigDecimal> ofMetric = new TreeMap<>();
            readings.forEach(reading -> add(reading, metric, ofMetric));
            weights.put(metric, ofMetric);
        }
        return weights;
    }

    private static void add(UsageReading reading, String metric, Map<String, BigDecimal> weights) {
        BigDecimal left = value(reading, metric);
        for (Map.Entry<String, BigDecimal> tag :
                reading.tags().getOrDefault(metric, Map.of()).entrySet()) {
            BigDecimal share = tag.getValue().max(BigDecimal.ZERO);
            weights.merge(tag.getKey(), share, BigDecimal::add);
            left = left.subtract(share);
        }
        weights.merge(NO_TAG, left.max(BigDecimal.ZERO), BigDecimal::add);
    }

    private static BigDecimal value(UsageReading reading, String metric) {
        Collection<BigDecimal> perDimension =
                reading.dimensions().getOrDefault(metric, Map.of()).values();
        return perDimension.stream().reduce(reading.metrics().getOrDefault(metric, BigDecimal.ZERO), BigDecimal::add);
    }

    /** The weights of several metrics together. */
    public static Map<String, BigDecimal> added(Map<String, Map<String, BigDecimal>> weights, List<String> metrics) {
        Map<String, BigDecimal> added = new TreeMap<>();
        metrics.forEach(metric -> weights.getOrDefault(metric, Map.of())
                .forEach((tag, weight) -> added.merge(tag, weight, BigDecimal::add)));
        return added;
    }
}
