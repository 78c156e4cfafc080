package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.CodePointOrder;
import org.apportion.testkit.month.UsageRow;

/** Usage samples, summed per metric, resource, hour and principal, and found by the hours of a window. */
final class UsageIndex {
    private final Map<String, Map<String, SortedMap<Long, SortedMap<String, BigDecimal>>>> samples = new HashMap<>();
    private final Map<String, BigDecimal> sums = new HashMap<>();

    UsageIndex(List<UsageRow> rows) {
        for (UsageRow row : rows) {
            samples.computeIfAbsent(row.metric(), metric -> new HashMap<>())
                    .computeIfAbsent(row.resource(), resource -> new TreeMap<>())
                    .computeIfAbsent(row.hour().getEpochSecond() / 3600, hour -> new TreeMap<>(CodePointOrder.INSTANCE))
                    .merge(row.consumer(), row.value(), BigDecimal::add);
            sums.merge(row.metric(), row.value(), BigDecimal::add);
        }
    }

    /** The weights of one metric: hour to principal to weight, zeros included. */
    SortedMap<Long, SortedMap<String, BigInteger>> weights(
            String metric, String resource, long firstHour, long endHour) {
        return weights(metric, resource, firstHour, endHour, Weights.exponent(sum(metric), 9));
    }

    /** Per hour and principal the larger weight of two metrics, both under one exponent. */
    SortedMap<Long, SortedMap<String, BigInteger>> largerWeights(
            String first, String second, String resource, long firstHour, long endHour) {
        BigDecimal sum = first.equals(second) ? sum(first) : sum(first).add(sum(second));
        int exponent = Weights.exponent(sum, 9);
        SortedMap<Long, SortedMap<String, BigInteger>> larger = weights(first, resource, firstHour, endHour, exponent);
        weights(second, resource, firstHour, endHour, exponent)
                .forEach((hour, byName) -> byName.forEach(
                        (name, weight) -> larger.computeIfAbsent(hour, h -> new TreeMap<>(CodePointOrder.INSTANCE))
                                .merge(name, weight, BigInteger::max)));
        return larger;
    }

    /**
     * The principals with a sample in the window, in name order.
     *
     * @param metrics the metrics that count; empty for any
     */
    SortedSet<String> active(List<String> metrics, String resource, long firstHour, long endHour) {
        Set<String> counting = metrics.isEmpty() ? samples.keySet() : Set.copyOf(metrics);
        SortedSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        for (String metric : counting) {
            values(metric, resource, firstHour, endHour).values().forEach(byName -> names.addAll(byName.keySet()));
        }
        return names;
    }

    private SortedMap<Long, SortedMap<String, BigInteger>> weights(
            String metric, String resource, long firstHour, long endHour, int exponent) {
        SortedMap<Long, SortedMap<String, BigInteger>> weights = new TreeMap<>();
        values(metric, resource, firstHour, endHour)
                .forEach((hour, byName) -> byName.forEach(
                        (name, value) -> weights.computeIfAbsent(hour, h -> new TreeMap<>(CodePointOrder.INSTANCE))
                                .put(name, Weights.weight(value, 9, exponent))));
        return weights;
    }

    private SortedMap<Long, SortedMap<String, BigDecimal>> values(
            String metric, String resource, long firstHour, long endHour) {
        return samples.getOrDefault(metric, Map.of())
                .getOrDefault(resource, new TreeMap<>())
                .subMap(firstHour, endHour);
    }

    private BigDecimal sum(String metric) {
        return sums.getOrDefault(metric, BigDecimal.ZERO);
    }
}
