package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apportion.model.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Charges of one UTC day, or of several between which nothing changes, summed by who pays and what it was for. Several totals may
 * agree in everything; they are added.
 *
 * @param day the first on which something arose; may lie outside the billing month, as late records do; it is priced as of its own day
 * @param lastDay the last such day, inclusive; no day of {@link Pricing#changes} lies behind the first and up to it
 * @param unit organization unit of the consumer on these days; null while unallocated
 * @param account sub-account id
 * @param service FOCUS ServiceName
 * @param consumer who used it, needed only if it is the source of a service component; else null or anybody
 * @param amount exact, negative for credits, at most 18 decimals
 */
public record AllocatedTotal(
        LocalDate day,
        LocalDate lastDay,
        @Nullable String unit,
        @Nullable String account,
        @Nullable String service,
        @Nullable Consumer consumer,
        String currency,
        BigDecimal amount) {
    static final int SCALE = 18;

    public AllocatedTotal {
        if (lastDay.isBefore(day)) {
            throw new IllegalArgumentException("a total ends on " + lastDay + ", before it begins on " + day);
        }
        if (amount.scale() > SCALE) {
            if (amount.stripTrailingZeros().scale() > SCALE) {
                throw new IllegalArgumentException("the total of " + day + " has more than " + SCALE + " decimals");
            }
            amount = amount.setScale(SCALE);
        }
    }

    /** The total of one day. */
    public AllocatedTotal(
            LocalDate day,
            @Nullable String unit,
            @Nullable String account,
            @Nullable String service,
            @Nullable Consumer consumer,
            String currency,
            BigDecimal amount) {
        this(day, day, unit, account, service, consumer, currency, amount);
    }
}
