package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Costs of any magnitude and spelling sum to what BigDecimal says. */
class ExactSumPropertyTest {
    private static final int ROWS = 400;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void billedCostKeepsEveryDigit(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd\n");
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < ROWS; i++) {
            BigDecimal cost = cost(random);
            sum = sum.add(cost);
            text.append(spelled(cost, random)).append(",EUR,2026-01-01,2026-01-02\n");
        }
        try (Bill bill = Bill.csv(Mappings.shipped("focus"), text.toString(), folder)) {
            assertThat(bill.rejects()).as("seed %d", seed).isEmpty();
            assertThat(bill.sum("BilledCost")).as("seed %d", seed).isEqualByComparingTo(sum);
        }
    }

    /** Up to 30 digits, at most 18 of them decimals and 17 before the point, a fifth negative. */
    private static BigDecimal cost(Random random) {
        BigInteger digits = new BigInteger(1 + random.nextInt(99), random);
        int fewest = Math.max(0, new BigDecimal(digits).precision() - 17);
        BigDecimal cost = new BigDecimal(digits, fewest + random.nextInt(19 - fewest));
        return random.nextInt(5) == 0 ? cost.negate() : cost;
    }

    private static String spelled(BigDecimal cost, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> scientific(cost);
            case 1 -> cost.signum() < 0 ? cost.toPlainString() : "+" + cost.toPlainString();
            case 2 -> cost.setScale(22).toPlainString();
            default -> cost.toPlainString();
        };
    }

    /** One digit before the point, as programs write it. */
    private static String scientific(BigDecimal cost) {
        int exponent = cost.precision() - cost.scale() - 1;
        return cost.movePointLeft(exponent).toPlainString() + (exponent % 2 == 0 ? "e" : "E") + exponent;
    }
}
