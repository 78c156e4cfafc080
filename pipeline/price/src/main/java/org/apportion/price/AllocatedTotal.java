package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apportion.model.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Charges of one UTC day, summed by who pays and what it was for. Several totals may agree in everything; they are added.
 *
 * @param day may lie outside the billing month, as late records do; it is priced as of its own day
 * @param unit organization unit of the consumer on that day; null while unallocated
 * @param account sub-account id
 * @param service FOCUS ServiceName
 * @param consumer who used it, needed only if it is the source of a service component; else null or anybody
 * @param amount exact, negative for credits, at most 18 decimals
 */
public record AllocatedTotal(
        LocalDate day,
        @Nullable String unit,
        @Nullable String account,
        @Nullable String service,
        @Nullable Consumer consumer,
        String currency,
        BigDecimal amount) {
    static final int SCALE = 18;

    public AllocatedTotal {
        if (amount.scale() > SCALE) {
            if (amount.stripTrailingZeros().scale() > SCALE) {
                throw new IllegalArgumentException("the total of " + day + " has more than " + SCALE + " decimals");
            }
            amount = amount.setScale(SCALE);
        }
    }
}
