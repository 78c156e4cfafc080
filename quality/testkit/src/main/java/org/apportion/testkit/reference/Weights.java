package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Turns usage values, shares and totals into whole weights. */
final class Weights {
    private static final BigDecimal BOUND = new BigDecimal(BigInteger.ONE.shiftLeft(62));

    private Weights() {}

    /**
     * The smallest exponent q for which a sum of values stays below 2^62 · 10^q.
     *
     * @param decimals decimals of one value that count: nine for usage, twelve for cost
     */
    static int exponent(BigDecimal sum, int decimals) {
        int exponent = 0;
        while (sum.movePointRight(decimals).compareTo(BOUND.movePointRight(exponent)) >= 0) {
            exponent++;
        }
        return exponent;
    }

    /** ⌊value · 10^decimals / 10^exponent⌋ */
    static BigInteger weight(BigDecimal value, int decimals, int exponent) {
        return value.movePointRight(decimals - exponent)
                .setScale(0, RoundingMode.FLOOR)
                .toBigIntegerExact();
    }

    /** Weight of a share or part as people write it. */
    static BigInteger ofShare(BigDecimal share) {
        return weight(share, 9, 0);
    }
}
