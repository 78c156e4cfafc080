package org.apportion.metering.service;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.metering.journal.Charge;

/**
 * What a charge comes to when it is computed again.
 *
 * @param allocations tag to share of {@code quantity}, summing to it; empty if nothing is tagged
 */
public record ChargeAmount(BigDecimal quantity, Map<String, BigDecimal> allocations) {
    public ChargeAmount {
        allocations = Map.copyOf(allocations);
    }

    static ChargeAmount none() {
        return new ChargeAmount(BigDecimal.ZERO, Map.of());
    }

    /** Whether the charge has this quantity and these allocations, to the same digit. */
    public boolean isOf(Charge charge) {
        return quantity.compareTo(charge.quantity()) == 0 && digits(allocations).equals(digits(charge.allocations()));
    }

    /** Equal numbers are equal, however many zeros they end with. */
    private static Map<String, BigDecimal> digits(Map<String, BigDecimal> shares) {
        return shares.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().stripTrailingZeros()));
    }
}
