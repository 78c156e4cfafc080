package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apportion.model.BillingMonth;
import org.apportion.model.Money;
import org.jspecify.annotations.Nullable;

/**
 * One priced position of a run.
 *
 * @param fromDay first UTC day covered, inclusive; of costs and usage the first day that has any
 * @param toDay first day no longer covered
 * @param price id of the price of the book that applied
 * @param quantity quantity priced, where there is one
 * @param cost allocated cost behind the line, in the bill's currency; zero where it has none
 * @param amount price asked, in the reporting currency, at most 18 decimals, not rounded for an invoice
 * @param steps from cost to amount, in order; the last result is the amount
 */
public record PriceLine(
        Position position,
        LocalDate fromDay,
        LocalDate toDay,
        @Nullable String price,
        @Nullable BigDecimal quantity,
        Money cost,
        Money amount,
        List<PriceStep> steps) {
    public PriceLine {
        steps = List.copyOf(steps);
        if (!fromDay.isBefore(toDay)) {
            throw new IllegalArgumentException("a price line from " + fromDay + " must end after it, not on " + toDay);
        }
    }

    /** One value per column of {@code Tables.PRICE_LINE}. */
    Object[] row(BillingMonth month, int line) {
        return new @Nullable Object[] {
            month.toString(),
            line,
            position.kind().text(),
            position.route().text(),
            position.unit(),
            position.customer(),
            position.account(),
            position.service(),
            position.component(),
            fromDay,
            toDay,
            price,
            quantity,
            cost.amount(),
            cost.currency(),
            amount.amount(),
            amount.currency(),
            StepsJson.write(steps)
        };
    }
}
