package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.Consumer;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Tier;

/** What earlier passes charged: the basis of tiers by allocated cost. */
final class EarlierPasses {
    private final Map<RecordGroup, SortedMap<Consumer, BigDecimal>> totals = new LinkedHashMap<>();
    private final Map<List<Object>, SortedMap<Consumer, BigInteger>> known = new HashMap<>();

    EarlierPasses(List<ReferenceCharge> charges) {
        for (ReferenceCharge charge : charges) {
            if (charge.reason() == null) {
                totals.computeIfAbsent(charge.group(), group -> new TreeMap<>())
                        .merge(charge.consumer(), charge.amount(), BigDecimal::add);
            }
        }
    }

    /** Weight by consumer, in kernel order, zeros included. */
    SortedMap<Consumer, BigInteger> weights(Tier.ByAllocatedCost tier, RecordGroup group) {
        return known.computeIfAbsent(List.of(tier, group), key -> find(tier, group));
    }

    private SortedMap<Consumer, BigInteger> find(Tier.ByAllocatedCost tier, RecordGroup group) {
        SortedMap<Consumer, BigDecimal> basis = new TreeMap<>();
        List<BigDecimal> positive = new ArrayList<>();
        totals.forEach((candidate, byConsumer) -> {
            if (counts(candidate, tier, group)) {
                byConsumer.values().forEach(total -> positive.add(total.max(BigDecimal.ZERO)));
                if (isBasis(candidate, tier, group)) {
                    byConsumer.forEach((consumer, total) -> basis.merge(consumer, total, BigDecimal::add));
                }
            }
        });
        int exponent = Weights.exponent(positive.stream().reduce(BigDecimal.ZERO, BigDecimal::add), 12);
        SortedMap<Consumer, BigInteger> weights = new TreeMap<>();
        basis.forEach(
                (consumer, total) -> weights.put(consumer, Weights.weight(total.max(BigDecimal.ZERO), 12, exponent)));
        return weights;
    }

    /** Whether the rule that charged it and its currency are those of the tier. */
    private static boolean counts(RecordGroup basis, Tier.ByAllocatedCost tier, RecordGroup group) {
        AllocationRule rule = basis.rule();
        return rule != null
                && RulePasses.isBasis(tier, rule)
                && basis.currency().equals(group.currency());
    }

    private static boolean isBasis(RecordGroup basis, Tier.ByAllocatedCost tier, RecordGroup group) {
        return basis.meets(tier.where())
                && tier.within().stream()
                        .allMatch(column -> Objects.equals(
                                basis.columns().get(column), group.columns().get(column)));
    }
}
