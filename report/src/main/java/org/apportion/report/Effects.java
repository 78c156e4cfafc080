package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an amount changed. The effects add up to the change exactly.
 *
 * <p>Positions are compared within a family: the same service measured in the same unit. With q the quantity and p the price of
 * a position, before (0) and after (1), Q the family's quantity and P its average price before:
 *
 * <ul>
 *   <li>usage = (Q1 - Q0) * P0: more or less of it, at the average price of before;
 *   <li>mix = sum of q1 * p0 - Q1 * P0: other positions of the family, at prices of before; a position that is new counts with
 *       its own price;
 *   <li>price = the amount after - sum of q1 * p0: other prices for what is used now;
 *   <li>corrections = what is booked for other months than the one it stands in, whatever it is of;
 *   <li>other = what has no quantity or price, such as fees, taxes and credits.
 * </ul>
 *
 * Usage and mix are rounded half-even to 18 decimals; price takes what that leaves.
 */
record Effects(BigDecimal usage, BigDecimal mix, BigDecimal price, BigDecimal corrections, BigDecimal other) {
    static final Effects NONE =
            new Effects(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    private static final int DIGITS = 18;
    private static final int WORKING_DIGITS = 40;

    /**
     * One position before and after.
     *
     * @param family what quantities may be added within
     * @param priceBefore price of one unit over the whole bill before; null if there was none, or no quantity
     * @param priceAfter likewise after
     * @param corrects whether it is a correction of another month
     */
    record Position(
            List<@Nullable String> family,
            BigDecimal before,
            BigDecimal after,
            @Nullable BigDecimal priceBefore,
            @Nullable BigDecimal priceAfter,
            boolean corrects) {

        /** Whether its quantities are known. */
        boolean isMeasured() {
            return !corrects && known(before, priceBefore) && known(after, priceAfter);
        }

        private static boolean known(BigDecimal amount, @Nullable BigDecimal price) {
            return amount.signum() == 0 || (price != null && price.signum() != 0);
        }

        BigDecimal quantityBefore() {
            return quantity(before, priceBefore);
        }

        BigDecimal quantityAfter() {
            return quantity(after, priceAfter);
        }

        private static BigDecimal quantity(BigDecimal amount, @Nullable BigDecimal price) {
            return amount.signum() == 0 || price == null
                    ? BigDecimal.ZERO
                    : amount.divide(price, WORKING_DIGITS, RoundingMode.HALF_EVEN);
        }

        /** What is used now at the price of before; at its own price where that is not known. */
        BigDecimal afterAtOldPrice() {
            return priceBefore == null || priceBefore.signum() == 0
                    ? after
                    : quantityAfter().multiply(priceBefore);
        }
    }

    static Effects of(List<Position> positions) {
        Map<List<@Nullable String>, List<Position>> families = new LinkedHashMap<>();
        Effects sum = NONE;
        for (Position position : positions) {
            if (position.isMeasured()) {
                families.computeIfAbsent(position.family(), family -> new ArrayList<>())
                        .add(position);
            } else {
                sum = sum.plus(unmeasured(position));
            }
        }
        for (List<Position> family : families.values()) {
            sum = sum.plus(ofFamily(family));
        }
        return sum;
    }

    private static Effects unmeasured(Position position) {
        BigDecimal zero = BigDecimal.ZERO;
        BigDecimal change = position.after().subtract(position.before());
        return position.corrects()
                ? new Effects(zero, zero, zero, change, zero)
                : new Effects(zero, zero, zero, zero, change);
    }

    private static Effects ofFamily(List<Position> family) {
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal after = BigDecimal.ZERO;
        BigDecimal quantityBefore = BigDecimal.ZERO;
        BigDecimal quantityAfter = BigDecimal.ZERO;
        BigDecimal atOldPrices = BigDecimal.ZERO;
        for (Position position : family) {
            before = before.add(position.before());
            after = after.add(position.after());
            quantityBefore = quantityBefore.add(position.quantityBefore());
            quantityAfter = quantityAfter.add(position.quantityAfter());
            atOldPrices = atOldPrices.add(position.afterAtOldPrice());
        }
        BigDecimal volume = quantityBefore.signum() == 0
                ? atOldPrices
                : quantityAfter.multiply(before).divide(quantityBefore, WORKING_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal usage = round(volume.subtract(before));
        BigDecimal mix = round(atOldPrices.subtract(volume));
        BigDecimal price = after.subtract(before).subtract(usage).subtract(mix);
        return new Effects(usage, mix, price, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static BigDecimal round(BigDecimal value) {
        return value.setScale(DIGITS, RoundingMode.HALF_EVEN);
    }

    Effects plus(Effects more) {
        return new Effects(
                usage.add(more.usage),
                mix.add(more.mix),
                price.add(more.price),
                corrections.add(more.corrections),
                other.add(more.other));
    }
}
