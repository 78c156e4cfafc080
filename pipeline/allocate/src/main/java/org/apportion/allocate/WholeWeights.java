package org.apportion.allocate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.ApportionException;

/**
 * Weights that people write, as whole numbers of 1e-9 (floored) with their running sums. Weights of zero stay in
 * the list, so that positions keep their meaning; they receive nothing.
 *
 * @param total sum of all weights, above zero and below 2^62
 */
record WholeWeights(List<BigInteger> weights, BigInteger total) {
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(62);

    static WholeWeights of(List<BigDecimal> written, String place) {
        List<BigInteger> weights = new ArrayList<>();
        BigInteger total = BigInteger.ZERO;
        for (BigDecimal value : written) {
            BigInteger weight =
                    value.movePointRight(9).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
            weights.add(weight);
            total = total.add(weight);
        }
        if (total.signum() == 0 || total.compareTo(LIMIT) >= 0) {
            throw new ApportionException(
                    AllocateError.ALLOCATE_WEIGHTS_OUT_OF_RANGE,
                    place,
                    "the shares sum to " + total + " billionths; they must sum to at least 1 and less than 2^62.",
                    "Write smaller or larger shares in the same proportion.");
        }
        return new WholeWeights(List.copyOf(weights), total);
    }

    boolean has(int index) {
        return weights.get(index).signum() > 0;
    }

    /** Sum of the weights up to and including this one. */
    BigInteger upTo(int index) {
        return weights.subList(0, index + 1).stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    long positive() {
        return weights.stream().filter(weight -> weight.signum() > 0).count();
    }

    /** SQL constants: weight, running sum, total. */
    String row(int index) {
        return weights.get(index) + ", " + upTo(index) + ", " + total;
    }
}
