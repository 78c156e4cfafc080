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
 * team=b 4 and no tag 14. The weights are sums over all samples, however the metric is aggregated. Where each sample tells one
 * dimension, as events do, a dimension has the tags of its own samples; where one tells several at once, nobody knows whose tags are
 * whose, and all have the metric's.
 *
 * @param ofMetric metric to tag to weight; empty if no sample has a tag
 * @param ofDimension metric to dimension to tag to weight, of metrics whose samples tell one dimension each
 */
public record TagWeights(
        Map<String, Map<String, BigDecimal>> ofMetric, Map<String, Map<String, Map<String, BigDecimal>>> ofDimension) {
    /** The tag of what has none. */
    public static final String NO_TAG = "";

    public TagWeights {
        ofMetric = Map.copyOf(ofMetric);
        ofDimension = Map.copyOf(ofDimension);
    }

    /** Tags that are told more than the value leave nothing without a tag. */
    public static TagWeights of(List<UsageReading> readings) {
        if (readings.stream().allMatch(reading -> reading.tags().isEmpty())) {
            return new TagWeights(Map.of(), Map.of());
        }
        Set<String> metrics = new HashSet<>();
        readings.forEach(reading -> {
            metrics.addAll(reading.metrics().keySet());
            metrics.addAll(reading.dimensions().keySet());
        });
        Map<String, Map<String, BigDecimal>> ofMetric = new TreeMap<>();
        Map<String, Map<String, Map<String, BigDecimal>>> ofDimension = new TreeMap<>();
        for (String metric : metrics) {
            boolean apart = readings.stream()
                    .allMatch(reading -> !reading.metrics().containsKey(metric)
                            && dimensions(reading, metric).size() <= 1);
            Map<String, Map<String, BigDecimal>> own = new TreeMap<>();
            Map<String, BigDecimal> all = new TreeMap<>();
            for (UsageReading reading : readings) {
                add(reading, metric, all);
                dimensions(reading, metric)
                        .keySet()
                        .forEach(dimension ->
                                add(reading, metric, own.computeIfAbsent(dimension, any -> new TreeMap<>())));
            }
            ofMetric.put(metric, all);
            if (apart) {
                ofDimension.put(metric, own);
            }
        }
        return new TagWeights(ofMetric, ofDimension);
    }

    private static Map<String, BigDecimal> dimensions(UsageReading reading, String metric) {
        return reading.dimensions().getOrDefault(metric, Map.of());
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
        Collection<BigDecimal> perDimension = dimensions(reading, metric).values();
        return perDimension.stream().reduce(reading.metrics().getOrDefault(metric, BigDecimal.ZERO), BigDecimal::add);
    }

    /** The weights of a dimension that these metrics are in. */
    public Map<String, BigDecimal> of(String dimension, List<String> metrics) {
        Map<String, BigDecimal> added = new TreeMap<>();
        for (String metric : metrics) {
            Map<String, BigDecimal> weights = ofDimension.containsKey(metric)
                    ? ofDimension.get(metric).getOrDefault(dimension, Map.of())
                    : ofMetric.getOrDefault(metric, Map.of());
            weights.forEach((tag, weight) -> added.merge(tag, weight, BigDecimal::add));
        }
        return added;
    }
}
