package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The arithmetic of a split in numbers without bounds. Rounds toward minus infinity wherever it rounds. */
public final class ExactSplit {
    private static final BigInteger RESTS_PER_UNIT = BigInteger.valueOf(1_000_000);

    private ExactSplit() {}

    /** ⌊dividend / divisor⌋ for a divisor above zero: -1 / 2 is -1. */
    public static BigInteger floorDivide(BigInteger dividend, BigInteger divisor) {
        if (divisor.signum() <= 0) {
            throw new IllegalArgumentException("the divisor must be above zero: " + divisor);
        }
        BigInteger[] quotientAndRemainder = dividend.divideAndRemainder(divisor);
        return quotientAndRemainder[1].signum() < 0
                ? quotientAndRemainder[0].subtract(BigInteger.ONE)
                : quotientAndRemainder[0];
    }

    /**
     * Splits units by cumulative rounding in the order of the weights. The parts sum to the units. 10 over 1, 1, 1 is 3, 3, 4.
     *
     * @param weights none negative, their sum above zero
     */
    public static List<BigInteger> split(BigInteger units, List<BigInteger> weights) {
        BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger> parts = new ArrayList<>();
        BigInteger cumulativeWeight = BigInteger.ZERO;
        BigInteger given = BigInteger.ZERO;
        for (BigInteger weight : weights) {
            cumulativeWeight = cumulativeWeight.add(weight);
            BigInteger upToHere = floorDivide(units.multiply(cumulativeWeight), total);
            parts.add(upToHere.subtract(given));
            given = upToHere;
        }
        return parts;
    }

    /** Whole units of 1e-12 in an amount: ⌊amount · 10^12⌋. */
    public static BigInteger unitsOf(BigDecimal amount) {
        return amount.movePointRight(12).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
    }

    /**
     * What an amount has below a unit, in 1e-18: 0 to 999,999, also for a negative amount.
     *
     * @throws ArithmeticException if the amount has more than 18 decimals
     */
    public static BigInteger restOf(BigDecimal amount) {
        BigInteger all = amount.movePointRight(18).toBigIntegerExact();
        return all.subtract(unitsOf(amount).multiply(RESTS_PER_UNIT));
    }

    /** units · 1e-12 + rests · 1e-18, with 18 decimals. */
    public static BigDecimal amountOf(BigInteger units, BigInteger rests) {
        return new BigDecimal(units.multiply(RESTS_PER_UNIT).add(rests), 18);
    }

    /** Whole units in a count of rests: what is carried. */
    static BigInteger carryOf(BigInteger rests) {
        return floorDivide(rests, RESTS_PER_UNIT);
    }

    static BigInteger withoutCarry(BigInteger rests) {
        return rests.subtract(carryOf(rests).multiply(RESTS_PER_UNIT));
    }
}
