package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChargeHoursPropertyTest {
    private static final int CASES = 5_000;

    @Test
    void theHoursOfADayAreItsAmountAndNoneLiesOutside() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            BigDecimal amount = new BigDecimal(new BigInteger(1 + random.nextInt(90), random), 18);
            amount = random.nextBoolean() ? amount : amount.negate();
            long from = random.nextInt(86_400);
            long until = from + 1 + random.nextInt((int) (86_400 - from));
            BigDecimal sum = BigDecimal.ZERO;
            for (int hour = 0; hour < ChargeHours.HOURS; hour++) {
                BigDecimal part = ChargeHours.in(amount, from, until, hour);
                sum = sum.add(part);
                if ((hour + 1) * 3600L <= from || hour * 3600L >= until) {
                    assertThat(part).as("seed %d", seed).isEqualByComparingTo("0");
                }
            }
            assertThat(sum)
                    .as("seed %d: %s from %d to %d", seed, amount, from, until)
                    .isEqualByComparingTo(amount);
        }
    }
}
