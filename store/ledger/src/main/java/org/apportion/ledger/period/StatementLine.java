package org.apportion.ledger.period;

import java.math.BigDecimal;
import org.apportion.model.BillingMonth;
import org.jspecify.annotations.Nullable;

/**
 * Allocated cost of a unit in a closed month, in one currency and cost type.
 *
 * @param originMonth month whose cost it is: the closed month itself, or an earlier one that was corrected in it
 * @param unit null for what reached no unit
 * @param unallocated why it reached no unit; null if it did
 * @param amount exact; negative for credits
 */
public record StatementLine(
        BillingMonth originMonth,
        @Nullable String unit,
        @Nullable String unitName,
        @Nullable String costCenter,
        @Nullable String unallocated,
        @Nullable String costType,
        String currency,
        BigDecimal amount) {}
