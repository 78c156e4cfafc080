package org.apportion.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.CodePointOrder;

/**
 * The samples of one resource, summed per metric, hour and consumer.
 *
 * @param values metric to hour to consumer to value
 * @param exponents metric, or two joined by {@code |}, to the run's exponent q
 */
record UsageIndex(Map<String, SortedMap<Long, SortedMap<String, BigDecimal>>> values, Map<String, Integer> exponents) {
    private static final int DECIMALS = 9;

    static UsageIndex empty(Map<String, Integer> exponents) {
        return new UsageIndex(new HashMap<>(), exponents);
    }

    void add(String metric, long hour, String consumer, BigDecimal value) {
        values.computeIfAbsent(metric, any -> new TreeMap<>())
                .computeIfAbsent(hour, any -> new TreeMap<>(CodePointOrder.INSTANCE))
                .merge(consumer, value, BigDecimal::add);
    }

    /** Hour to consumer to weight, zeros included. */
    SortedMap<Long, SortedMap<String, BigInteger>> weights(String metric, CellWindow window) {
        return weights(metric, window, exponents.getOrDefault(metric, 0));
    }

    /** Per hour and consumer the larger weight of two metrics, both under one exponent. */
    SortedMap<Long, SortedMap<String, BigInteger>> larger(String first, String second, CellWindow window) {
        int exponent = exponents.getOrDefault(first + "|" + second, exponents.getOrDefault(second + "|" + first, 0));
        SortedMap<Long, SortedMap<String, BigInteger>> larger = weights(first, window, exponent);
        weights(second, window, exponent)
                .forEach((hour, byName) -> byName.forEach(
                        (name, weight) -> larger.computeIfAbsent(hour, any -> new TreeMap<>(CodePointOrder.INSTANCE))
                                .merge(name, weight, BigInteger::max)));
        return larger;
    }

    /** Consumers with a sample in the window, in name order; no metric named means any. */
    SortedSet<String> active(List<String> metrics, CellWindow window) {
        SortedSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        for (String metric : metrics.isEmpty() ? values.keySet() : Set.copyOf(metrics)) {
            in(metric, window).values().forEach(byName -> names.addAll(byName.keySet()));
        }
        return names;
    }

    private SortedMap<Long, SortedMap<String, BigInteger>> weights(String metric, CellWindow window, int exponent) {
        SortedMap<Long, SortedMap<String, BigInteger>> weights = new TreeMap<>();
        in(metric, window)
                .forEach((hour, byName) -> byName.forEach(
                        (name, value) -> weights.computeIfAbsent(hour, any -> new TreeMap<>(CodePointOrder.INSTANCE))
                                .put(name, whole(value, DECIMALS - exponent))));
        return weights;
    }

    private SortedMap<Long, SortedMap<String, BigDecimal>> in(String metric, CellWindow window) {
        return values.getOrDefault(metric, new TreeMap<>()).subMap(window.firstHour(), window.endHour());
    }

    /** A share, part weight or mix weight as people write it. */
    static BigInteger ofShare(BigDecimal share) {
        return whole(share, DECIMALS);
    }

    static BigInteger whole(BigDecimal value, int digits) {
        return value.movePointRight(digits).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
    }
}
