package org.apportion.model.rule;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A weighted part of a record's cost, with its own tiers: for example 30 shared, 70 by usage. The weights of a rule's parts
 * need not sum to anything; only their proportions count.
 *
 * @param weight above or equal to zero, at most nine decimals
 * @param costType word stored with each charge, such as {@code usage} or {@code shared}
 * @param tierCostTypes the words of single tiers that have their own, by position from 0
 */
public record Part(
        String name, BigDecimal weight, String costType, List<Tier> tiers, SortedMap<Integer, String> tierCostTypes) {
    public Part {
        tiers = List.copyOf(tiers);
        tierCostTypes = Collections.unmodifiableSortedMap(new TreeMap<>(tierCostTypes));
        if (!tierCostTypes.isEmpty() && (tierCostTypes.firstKey() < 0 || tierCostTypes.lastKey() >= tiers.size())) {
            throw new IllegalArgumentException(
                    "part " + name + " has a cost type for a tier that it lacks: " + tierCostTypes);
        }
        if (weight.signum() < 0) {
            throw new IllegalArgumentException("part " + name + " has the negative weight " + weight);
        }
    }

    /** A part whose tiers all have its cost type. */
    public Part(String name, BigDecimal weight, String costType, List<Tier> tiers) {
        this(name, weight, costType, tiers, new TreeMap<>());
    }

    /**
     * Position of the first tier that asks what was used; the number of tiers if there is none. What a later tier takes is
     * approximate: usage should have split it, but there was none.
     */
    public int firstByUsage() {
        int tier = 0;
        while (tier < tiers.size() && !tiers.get(tier).isByUsage()) {
            tier++;
        }
        return tier;
    }

    /** The cost type of what a tier takes; of the last resort, behind all tiers, it is the part's. */
    public String costTypeOf(int tier) {
        return tierCostTypes.getOrDefault(tier, costType);
    }
}
