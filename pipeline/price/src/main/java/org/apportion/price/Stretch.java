package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What arose in one stretch of the timeline.
 *
 * @param first first UTC day on which something arose, inclusive
 * @param last last such day, inclusive
 */
record Stretch(int index, LocalDate first, LocalDate last, BigDecimal amount) {

    Stretch plus(Stretch other) {
        return new Stretch(
                index,
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last,
                amount.add(other.amount));
    }

    Stretch withAmount(BigDecimal other) {
        return new Stretch(index, first, last, other);
    }

    /** The first day that is no longer covered. */
    LocalDate end() {
        return last.plusDays(1);
    }
}
