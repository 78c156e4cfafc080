package org.apportion.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits an amount by weights so that the parts add up to it: cumulative rounding in units of 1e-18, the law of
 * {@code docs/explanation/how-cost-is-split.md} with a finer unit. Part i is ⌊u·cw_i/tw⌋ − ⌊u·cw_(i−1)/tw⌋, for negative
 * amounts too.
 */
final class ExactSplit {
    private ExactSplit() {}

    /**
     * @param amount at most 18 decimals
     * @param weights zero or above, at least one above zero
     * @return one part per weight, in order
     * @throws ArithmeticException if the amount has more decimals
     */
    static List<BigDecimal> split(BigDecimal amount, List<BigDecimal> weights) {
        BigInteger units = amount.setScale(AllocatedTotal.SCALE).unscaledValue();
        int scale = weights.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        BigInteger total = BigInteger.ZERO;
        for (BigDecimal weight : weights) {
            total = total.add(weight.setScale(scale).unscaledValue());
        }
        List<BigDecimal> parts = new ArrayList<>(weights.size());
        BigInteger cumulated = BigInteger.ZERO;
        BigInteger given = BigInteger.ZERO;
        for (BigDecimal weight : weights) {
            cumulated = cumulated.add(weight.setScale(scale).unscaledValue());
            BigInteger until = floorDivide(units.multiply(cumulated), total);
            parts.add(new BigDecimal(until.subtract(given), AllocatedTotal.SCALE));
            given = until;
        }
        return parts;
    }

    private static BigInteger floorDivide(BigInteger dividend, BigInteger positive) {
        BigInteger[] parts = dividend.divideAndRemainder(positive);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }
}
