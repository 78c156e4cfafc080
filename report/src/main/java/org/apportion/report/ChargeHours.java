package org.apportion.report;

import java.math.BigDecimal;
import org.apportion.allocate.UnitsAndRest;

/**
 * The hours of a day over which a charge of that day is told: those that its records cover, by seconds of overlap, cut as the
 * kernel cuts a record into hours ({@link UnitsAndRest#between}). So the hours add up to the charge to the last digit. Nobody
 * owes an hour by this: it spreads what the day owes.
 *
 * <p>Example: 1 USD of a cluster that ran from 22:30 to 24:00 is 0.333333333333 in hour 22 and 0.666666666667 in hour 23.
 */
final class ChargeHours {
    static final int HOURS = 24;
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;

    private ChargeHours() {}

    /**
     * The part of an amount that falls in one hour.
     *
     * @param from seconds since the day began at which the records begin, 0 to 86,399
     * @param until likewise, exclusive; after {@code from}, at most 86,400
     * @param hour 0 to 23
     */
    static BigDecimal in(BigDecimal amount, long from, long until, int hour) {
        if (from < 0 || until <= from || until > DAY) {
            throw new IllegalArgumentException("no part of a day: " + from + " to " + until);
        }
        long start = Math.max(from, (long) hour * HOUR);
        long end = Math.min(until, (hour + 1L) * HOUR);
        if (end <= start) {
            return BigDecimal.ZERO;
        }
        return UnitsAndRest.of(amount)
                .between(start - from, end - from, until - from)
                .amount();
    }
}
