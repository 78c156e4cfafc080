package org.apportion.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rounds amounts that people see so that they add up to their rounded total: each is rounded down, then the missing smallest
 * units go, one each, to the largest remainders; of equal remainders the earlier amount wins.
 *
 * <p>Example, scale 2: 0.335 + 0.335 + 0.330 has the total 1.00; rounded down 0.33 + 0.33 + 0.33, the missing cent goes to the
 * first.
 */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * Rounds the amounts, in their order.
     *
     * @param rounding how the total is rounded; each amount ends less than one smallest unit from its exact value unless the
     *     total's rounding leaves more to give than there are amounts
     */
    public static List<BigDecimal> round(List<BigDecimal> amounts, int scale, RoundingMode rounding) {
        if (amounts.isEmpty()) {
            return List.of();
        }
        BigDecimal total = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add).setScale(scale, rounding);
        List<BigDecimal> rounded = new ArrayList<>();
        amounts.forEach(amount -> rounded.add(amount.setScale(scale, RoundingMode.FLOOR)));
        BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
        BigDecimal given = rounded.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        int missing = total.subtract(given).divideToIntegralValue(unit).intValueExact();
        List<Integer> byRemainder = IntStream.range(0, amounts.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> amounts.get(i).subtract(rounded.get(i)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        BigDecimal step = missing < 0 ? unit.negate() : unit;
        for (int i = 0; i < Math.abs(missing); i++) {
            int index = missing < 0
                    ? byRemainder.get(byRemainder.size() - 1 - i % byRemainder.size())
                    : byRemainder.get(i % byRemainder.size());
            rounded.set(index, rounded.get(index).add(step));
        }
        return rounded;
    }
}
