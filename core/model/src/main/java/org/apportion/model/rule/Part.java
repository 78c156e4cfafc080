package org.apportion.model.rule;

import java.math.BigDecimal;
import java.util.List;

/**
 * A weighted part of a record's cost, with its own tiers: for example 30 shared, 70 by usage. The weights of a rule's parts
 * need not sum to anything; only their proportions count.
 *
 * @param weight above or equal to zero, at most nine decimals
 * @param costType word stored with each charge, such as {@code usage} or {@code shared}
 */
public record Part(String name, BigDecimal weight, String costType, List<Tier> tiers) {
    public Part {
        tiers = List.copyOf(tiers);
        if (weight.signum() < 0) {
            throw new IllegalArgumentException("part " + name + " has the negative weight " + weight);
        }
    }
}
