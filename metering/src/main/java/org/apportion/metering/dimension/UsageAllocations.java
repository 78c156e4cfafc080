package org.apportion.metering.dimension;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.metering.aggregation.TagWeights;

/**
 * Splits a dimension's quantity by the weights of tags, to the unit that the marketplace counts: 10 by 1, 1 and 1 is 3, 3 and 4. Each
 * share is within one unit of its exact part and their sum is the quantity. Source of the bound: AWS takes {@value #MOST} allocations.
 */
public final class UsageAllocations {
    /** Shares of one record. */
    public static final int MOST = 2_500;

    private UsageAllocations() {}

    /**
     * Shares above zero by tag.
     *
     * @param quantityScale decimals that a share may have
     * @param weights by tag, none negative; above {@value #MOST} the smallest are put to what has no tag
     * @return empty if nothing is tagged or the quantity is zero
     */
    public static Map<String, BigDecimal> of(BigDecimal quantity, int quantityScale, Map<String, BigDecimal> weights) {
        Map<String, BigDecimal> sorted = bounded(weights);
        boolean tagged = sorted.entrySet().stream()
                .anyMatch(each -> !each.getKey().equals(TagWeights.NO_TAG)
                        && each.getValue().signum() > 0);
        if (!tagged || quantity.signum() <= 0) {
            return Map.of();
        }
        int scale = sorted.values().stream().mapToInt(BigDecimal::scale).max().orElse(0);
        int weightScale = Math.max(0, scale);
        BigInteger total = sorted.values().stream()
                .map(weight -> units(weight, weightScale))
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger units = units(quantity, quantityScale);
        Map<String, BigDecimal> shares = new TreeMap<>();
        BigInteger weightBefore = BigInteger.ZERO;
        BigInteger before = BigInteger.ZERO;
        for (Map.Entry<String, BigDecimal> each : sorted.entrySet()) {
            weightBefore = weightBefore.add(units(each.getValue(), weightScale));
            BigInteger until = units.multiply(weightBefore).divide(total);
            if (!until.equals(before)) {
                shares.put(each.getKey(), new BigDecimal(until.subtract(before), quantityScale));
            }
            before = until;
        }
        return shares.keySet().equals(Set.of(TagWeights.NO_TAG)) ? Map.of() : shares;
    }

    /**
     * Shares of a further charge: what each tag has of the whole beyond what it was given before. A tag that would have less
     * keeps what it has, because marketplaces take nothing back; then the others share the charge by what they lack.
     *
     * @param more the whole less what was given, above zero
     * @param whole shares of the whole; empty if nothing is tagged
     * @param before shares of all charges before, with what had no tag
     * @return empty if nothing of it is tagged
     */
    public static Map<String, BigDecimal> further(
            BigDecimal more, int quantityScale, Map<String, BigDecimal> whole, Map<String, BigDecimal> before) {
        Map<String, BigDecimal> lacking = new TreeMap<>();
        whole.forEach((tag, share) -> lacking.put(
                tag, share.subtract(before.getOrDefault(tag, BigDecimal.ZERO)).max(BigDecimal.ZERO)));
        return of(more, quantityScale, lacking);
    }

    private static BigInteger units(BigDecimal value, int scale) {
        return value.movePointRight(scale).toBigIntegerExact();
    }

    /** The largest weights, by tag; of equal ones the first tags. */
    private static Map<String, BigDecimal> bounded(Map<String, BigDecimal> weights) {
        Map<String, BigDecimal> sorted = new TreeMap<>(weights);
        BigDecimal untagged = weights.getOrDefault(TagWeights.NO_TAG, BigDecimal.ZERO);
        sorted.remove(TagWeights.NO_TAG);
        if (sorted.size() + untagged.signum() > MOST) {
            List<String> smallest = sorted.entrySet().stream()
                    .sorted(Map.Entry.<String, BigDecimal>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .skip(MOST - 1L)
                    .map(Map.Entry::getKey)
                    .toList();
            for (String tag : smallest) {
                untagged = untagged.add(sorted.getOrDefault(tag, BigDecimal.ZERO));
                sorted.remove(tag);
            }
        }
        if (untagged.signum() > 0) {
            sorted.put(TagWeights.NO_TAG, untagged);
        }
        return sorted;
    }
}
