package org.apportion.report.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Places bars along a line that holds all amounts and zero. Lengths are whole units of the drawing; the numbers themselves
 * stand in the table under it.
 */
public final class Bars {
    private final BigDecimal least;
    private final BigDecimal range;
    private final int length;

    /** @param length of the line, above zero */
    public Bars(List<BigDecimal> amounts, int length) {
        BigDecimal low = BigDecimal.ZERO;
        BigDecimal high = BigDecimal.ZERO;
        for (BigDecimal amount : amounts) {
            low = low.min(amount);
            high = high.max(amount);
        }
        this.least = low;
        this.range = high.subtract(low);
        this.length = length;
    }

    /** Where zero is. */
    public int zero() {
        return at(BigDecimal.ZERO);
    }

    /** Where the bar begins, counted from the least amount. */
    public int start(BigDecimal amount) {
        return Math.min(zero(), at(amount));
    }

    /** At least one for an amount that is not zero, so that it can be seen. */
    public int size(BigDecimal amount) {
        int size = Math.abs(at(amount) - zero());
        return size == 0 && amount.signum() != 0 ? 1 : size;
    }

    private int at(BigDecimal amount) {
        return range.signum() == 0
                ? 0
                : amount.subtract(least)
                        .multiply(BigDecimal.valueOf(length))
                        .divide(range, 0, RoundingMode.HALF_UP)
                        .intValueExact();
    }
}
