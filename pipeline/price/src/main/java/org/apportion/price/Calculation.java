package org.apportion.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.BillingMonth;
import org.apportion.model.Money;
import org.apportion.model.Validity;

/** An amount with the steps that led to it. Immutable; exact until {@link #rounded} or {@link #days}. */
record Calculation(Money value, List<PriceStep> steps) {
    Calculation {
        steps = List.copyOf(steps);
    }

    static Calculation of(PriceStep first) {
        return new Calculation(first.result(), List.of(first));
    }

    Calculation then(PriceStep step) {
        List<PriceStep> more = new ArrayList<>(steps);
        more.add(step);
        return new Calculation(step.result(), more);
    }

    Calculation times(String price, BigDecimal factor, Validity validity) {
        return then(new PriceStep.Multiplied(
                price, factor, validity, money(value.amount().multiply(factor))));
    }

    /** The part of a monthly amount that falls on these days; a whole month changes nothing. */
    Calculation days(DayRange range, BillingMonth month) {
        if (range.days() == month.days()) {
            return this;
        }
        int before = range.daysBefore(month);
        BigDecimal part = until(before + range.days(), month.days()).subtract(until(before, month.days()));
        return then(new PriceStep.EffectiveDays(before, range.days(), month.days(), money(part)));
    }

    /** Rounds to what a price line holds; a step only if that changes the amount. */
    Calculation rounded() {
        if (value.amount().scale() <= AllocatedTotal.SCALE) {
            return this;
        }
        Money stored = money(value.amount().setScale(AllocatedTotal.SCALE, RoundingMode.HALF_EVEN));
        return stored.amount().compareTo(value.amount()) == 0
                ? new Calculation(stored, steps)
                : then(new PriceStep.Rounded(AllocatedTotal.SCALE, stored));
    }

    private BigDecimal until(int days, int ofDays) {
        return value.amount()
                .multiply(BigDecimal.valueOf(days))
                .divide(BigDecimal.valueOf(ofDays), AllocatedTotal.SCALE, RoundingMode.HALF_EVEN);
    }

    private Money money(BigDecimal amount) {
        return new Money(amount, value.currency());
    }
}
