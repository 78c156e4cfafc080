package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.util.Map;
import org.apportion.model.metering.ChargeKey;

/**
 * What is to be charged, frozen when the period is closed.
 *
 * @param quantity in the unit of the listing's dimension, not negative, with at most as many decimals as the marketplace
 *     takes
 * @param allocations tag to share of {@code quantity}, summing to it; empty where the product does not tell
 * @param doubt why somebody else may have billed it: then it is not sent, but waits for an operator; empty if nobody can have
 */
public record PlannedCharge(
        ChargeKey key,
        BigDecimal quantity,
        Map<String, BigDecimal> allocations,
        ChargeEvidence evidence,
        String doubt) {
    public PlannedCharge {
        if (quantity.signum() < 0) {
            throw new IllegalArgumentException("A metered quantity is not negative: " + quantity + ".");
        }
        BigDecimal allocated = allocations.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (!allocations.isEmpty() && allocated.compareTo(quantity) != 0) {
            throw new IllegalArgumentException(
                    "Allocations of " + allocated + " are not the quantity " + quantity + ".");
        }
        allocations = Map.copyOf(allocations);
    }

    public PlannedCharge(
            ChargeKey key, BigDecimal quantity, Map<String, BigDecimal> allocations, ChargeEvidence evidence) {
        this(key, quantity, allocations, evidence, "");
    }

    public PlannedCharge(ChargeKey key, BigDecimal quantity, ChargeEvidence evidence) {
        this(key, quantity, Map.of(), evidence);
    }

    /** The same charge, which somebody else may have billed. @param why for people */
    public PlannedCharge doubted(String why) {
        return new PlannedCharge(key, quantity, allocations, evidence, why);
    }

    MeteredProduct account() {
        return new MeteredProduct(key.product(), key.customer());
    }
}
