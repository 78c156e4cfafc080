package org.apportion.price;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apportion.model.BillingMonth;
import org.apportion.model.Validity;

/** UTC days from {@code from} inclusive to {@code to} exclusive. */
record DayRange(LocalDate from, LocalDate to) {

    /** The days of the month on which all of these hold. */
    static Optional<DayRange> of(BillingMonth month, Validity... validities) {
        LocalDate from = month.firstDay();
        LocalDate to = month.endDay();
        for (Validity validity : validities) {
            from = validity.from() != null && validity.from().isAfter(from) ? validity.from() : from;
            to = validity.to() != null && validity.to().isBefore(to) ? validity.to() : to;
        }
        return from.isBefore(to) ? Optional.of(new DayRange(from, to)) : Optional.empty();
    }

    int days() {
        return (int) ChronoUnit.DAYS.between(from, to);
    }

    int daysBefore(BillingMonth month) {
        return (int) ChronoUnit.DAYS.between(month.firstDay(), from);
    }
}
