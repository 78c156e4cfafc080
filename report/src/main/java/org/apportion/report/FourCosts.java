package org.apportion.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apportion.allocate.Split;
import org.apportion.model.CostBasis;

/**
 * The four costs of FOCUS side by side, in one currency, exact; negative for credits.
 *
 * @param list at list prices, before any discount
 * @param contracted at negotiated prices, before discounts of commitments
 * @param effective with commitments spread over their use
 * @param billed on an invoice
 * @param unlisted records without a list cost; they count as zero there
 * @param uncontracted records without a contracted cost; they count as zero there
 */
record FourCosts(
        BigDecimal list,
        BigDecimal contracted,
        BigDecimal effective,
        BigDecimal billed,
        long unlisted,
        long uncontracted) {
    private static final int SCALE = 18;

    static final FourCosts NONE =
            new FourCosts(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);

    FourCosts plus(FourCosts other) {
        return new FourCosts(
                list.add(other.list),
                contracted.add(other.contracted),
                effective.add(other.effective),
                billed.add(other.billed),
                unlisted + other.unlisted,
                uncontracted + other.uncontracted);
    }

    BigDecimal of(CostBasis basis) {
        return basis == CostBasis.EFFECTIVE ? effective : billed;
    }

    /**
     * What each of those who were charged has of the four costs. The charged cost is as charged; the other three are split by
     * what was charged, as in {@code docs/explanation/how-cost-is-split.md} with units of 1e-18, so that they add up. Charges
     * of both signs count by their size. The counts of records go to each.
     *
     * @param charged in a fixed order; at least one is not zero
     * @throws ArithmeticException if a cost has more than 18 decimals
     */
    List<FourCosts> split(List<BigDecimal> charged, CostBasis basis) {
        Split split = Split.ofWeights(charged.stream()
                .map(amount -> amount.setScale(SCALE).unscaledValue().abs())
                .toList());
        List<FourCosts> parts = new ArrayList<>();
        for (int i = 0; i < charged.size(); i++) {
            boolean isEffective = basis == CostBasis.EFFECTIVE;
            parts.add(new FourCosts(
                    part(split, list, i),
                    part(split, contracted, i),
                    isEffective ? charged.get(i) : part(split, effective, i),
                    isEffective ? part(split, billed, i) : charged.get(i),
                    unlisted,
                    uncontracted));
        }
        return parts;
    }

    private static BigDecimal part(Split split, BigDecimal cost, int entry) {
        BigInteger units = cost.setScale(SCALE).unscaledValue();
        return new BigDecimal(split.part(units, entry), SCALE);
    }
}
