package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.Consumer;
import org.apportion.model.rule.Tier;

/** What the rules without an allocated tier charged: the basis of the second pass. */
final class FirstPass {
    private final Map<RecordGroup, SortedMap<Consumer, BigDecimal>> totals = new LinkedHashMap<>();
    private final Map<String, BigDecimal> positiveSums = new HashMap<>();
    private final Map<List<Object>, SortedMap<Consumer, BigInteger>> known = new HashMap<>();

    FirstPass(List<ReferenceCharge> charges) {
        for (ReferenceCharge charge : charges) {
            if (charge.reason() == null) {
                totals.computeIfAbsent(charge.group(), group -> new TreeMap<>())
                        .merge(charge.consumer(), charge.amount(), BigDecimal::add);
            }
        }
        totals.forEach((group, byConsumer) -> byConsumer
                .values()
                .forEach(total -> positiveSums.merge(group.currency(), total.max(BigDecimal.ZERO), BigDecimal::add)));
    }

    /** Weight by consumer, in kernel order, zeros included. */
    SortedMap<Consumer, BigInteger> weights(Tier.ByAllocatedCost tier, RecordGroup group) {
        return known.computeIfAbsent(List.of(tier, group), key -> find(tier, group));
    }

    private SortedMap<Consumer, BigInteger> find(Tier.ByAllocatedCost tier, RecordGroup group) {
        SortedMap<Consumer, BigDecimal> basis = new TreeMap<>();
        totals.forEach((candidate, byConsumer) -> {
            if (isBasis(candidate, tier, group)) {
                byConsumer.forEach((consumer, total) -> basis.merge(consumer, total, BigDecimal::add));
            }
        });
        int exponent = Weights.exponent(positiveSums.getOrDefault(group.currency(), BigDecimal.ZERO), 12);
        SortedMap<Consumer, BigInteger> weights = new TreeMap<>();
        basis.forEach(
                (consumer, total) -> weights.put(consumer, Weights.weight(total.max(BigDecimal.ZERO), 12, exponent)));
        return weights;
    }

    private static boolean isBasis(RecordGroup basis, Tier.ByAllocatedCost tier, RecordGroup group) {
        return basis.currency().equals(group.currency())
                && basis.meets(tier.where())
                && tier.within().stream()
                        .allMatch(column -> Objects.equals(
                                basis.columns().get(column), group.columns().get(column)));
    }
}
