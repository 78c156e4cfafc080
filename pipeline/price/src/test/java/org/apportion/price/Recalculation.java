package org.apportion.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/** The steps' own words taken literally: the slow second opinion on each amount. */
final class Recalculation {
    private Recalculation() {}

    /** The amount that the steps lead to, without looking at any result but the first one's. */
    static BigDecimal amountOf(List<PriceStep> steps) {
        BigDecimal value = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        boolean converting = false;
        for (PriceStep step : steps) {
            if (step instanceof PriceStep.Converted converted) {
                sum = converting ? sum : BigDecimal.ZERO;
                converting = true;
                value = converted.of().amount().multiply(converted.rate().rate());
                sum = sum.add(value);
            } else if (step instanceof PriceStep.Included) {
                value = BigDecimal.ZERO;
            } else if (step instanceof PriceStep.Tiered tier) {
                value = tier.quantity().multiply(tier.pricePerUnit().amount());
                sum = sum.add(value);
            } else if (step instanceof PriceStep.Packaged packaged) {
                value = packaged.packages().multiply(packaged.pricePerPackage().amount());
                sum = sum.add(value);
            } else if (step instanceof PriceStep.Sum) {
                value = sum;
            } else {
                value = next(value, step);
            }
        }
        return value;
    }

    private static BigDecimal next(BigDecimal value, PriceStep step) {
        if (step instanceof PriceStep.UnitPrice price) {
            return price.quantity().multiply(price.pricePerUnit().amount());
        } else if (step instanceof PriceStep.Share share) {
            return floor(value, share.before().add(share.weight()), share.total())
                    .subtract(floor(value, share.before(), share.total()));
        } else if (step instanceof PriceStep.Multiplied multiplied) {
            return value.multiply(multiplied.factor());
        } else if (step instanceof PriceStep.EffectiveDays days) {
            return halfEven(value, days.before() + days.days(), days.ofDays())
                    .subtract(halfEven(value, days.before(), days.ofDays()));
        } else if (step instanceof PriceStep.Gap gap) {
            return value.subtract(gap.total().amount());
        } else if (step instanceof PriceStep.Rounded rounded) {
            return value.setScale(rounded.scale(), RoundingMode.HALF_EVEN);
        } else if (step instanceof PriceStep.NotCharged) {
            return BigDecimal.ZERO;
        }
        return step.result().amount();
    }

    private static BigDecimal floor(BigDecimal value, BigDecimal weight, BigDecimal total) {
        BigDecimal units = value.movePointRight(18).multiply(weight);
        BigInteger whole = units.divide(total, 0, RoundingMode.FLOOR).toBigInteger();
        return new BigDecimal(whole, 18);
    }

    private static BigDecimal halfEven(BigDecimal value, int days, int ofDays) {
        return value.multiply(BigDecimal.valueOf(days)).divide(BigDecimal.valueOf(ofDays), 18, RoundingMode.HALF_EVEN);
    }
}
