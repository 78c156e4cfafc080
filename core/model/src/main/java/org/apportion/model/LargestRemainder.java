package org.apportion.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rounds amounts that people see, so that they add up to their rounded total.
 *
 * <p>The total is rounded by the stated mode. Each amount is rounded down (toward minus infinity); the smallest units that
 * are missing to the total go one each to the amounts that lost most, ties to the one that stands first. So each amount is
 * less than one smallest unit from its exact value, and exact amounts stay as they are.
 *
 * <p>Worked number: 3.335, 3.335, 3.335 to two decimals, half-up: the total 10.005 becomes 10.01, the floors make 9.99, so the
 * first two receive a cent: 3.34, 3.34, 3.33.
 */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * One amount before and after.
     */
    public record Rounded(BigDecimal exact, BigDecimal rounded) {

        /** What rounding added; negative where it took something away. */
        public BigDecimal difference() {
            return rounded.subtract(exact);
        }
    }

    /**
     * Rounds amounts so that they still sum to their rounded total.
     *
     * @param amounts of one currency, in an order that decides ties and therefore must be stable
     * @param scale decimals to keep; may be negative
     * @param total how the total is rounded
     * @return one per amount, in order
     */
    public static List<Rounded> round(List<BigDecimal> amounts, int scale, RoundingMode total) {
        BigDecimal exactTotal = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> floors = amounts.stream()
                .map(amount -> amount.setScale(scale, RoundingMode.FLOOR))
                .toList();
        BigDecimal missing = floors.stream().reduce(exactTotal.setScale(scale, total), BigDecimal::subtract);
        int units = missing.unscaledValue().intValueExact();

        boolean[] raised = new boolean[amounts.size()];
        IntStream.range(0, amounts.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> amounts.get(i).subtract(floors.get(i)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(units)
                .forEach(i -> raised[i] = true);

        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(-scale);
        List<Rounded> rounded = new ArrayList<>(amounts.size());
        for (int i = 0; i < raised.length; i++) {
            rounded.add(new Rounded(amounts.get(i), raised[i] ? floors.get(i).add(unit) : floors.get(i)));
        }
        return rounded;
    }
}
