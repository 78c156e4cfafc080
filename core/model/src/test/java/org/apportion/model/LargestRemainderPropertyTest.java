package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestRemainderPropertyTest {

    @Test
    void missingCentGoesToTheLargestRemainderAndOfEqualOnesToTheFirst() {
        // 0.335 + 0.335 + 0.330 = 1.00; floors 0.33 each, one cent is missing
        assertThat(round("0.335", "0.335", "0.330")).containsExactly(dec("0.34"), dec("0.33"), dec("0.33"));
    }

    @Test
    void creditsAreRoundedDownwardsFirstLikeEverythingElse() {
        // -0.005 + 0.005 = 0; floors -0.01 and 0.00; the missing cent goes to the equal remainder that comes first
        assertThat(round("-0.005", "0.005")).containsExactly(dec("0.00"), dec("0.00"));
    }

    @Test
    void nothingRoundsToNothing() {
        assertThat(LargestRemainder.round(List.of(), 2, RoundingMode.HALF_EVEN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void roundedAmountsAddUpToTheRoundedTotalAndNoneIsOffByAUnit(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            int scale = random.nextInt(4);
            List<BigDecimal> amounts = new ArrayList<>();
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count; i++) {
                amounts.add(new BigDecimal(new BigInteger(40, random), random.nextInt(19))
                        .multiply(BigDecimal.valueOf(random.nextInt(3) - 1L)));
            }
            List<BigDecimal> rounded = LargestRemainder.round(amounts, scale, RoundingMode.HALF_EVEN);
            BigDecimal total = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(rounded.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                    .as("seed %d run %d", seed, run)
                    .isEqualByComparingTo(total.setScale(scale, RoundingMode.HALF_EVEN));
            for (int i = 0; i < count; i++) {
                assertThat(rounded.get(i).subtract(amounts.get(i)).abs())
                        .isLessThanOrEqualTo(BigDecimal.ONE.movePointLeft(scale));
            }
        }
    }

    private static List<BigDecimal> round(String... amounts) {
        return LargestRemainder.round(List.of(amounts).stream().map(BigDecimal::new).toList(), 2, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal dec(String text) {
        return new BigDecimal(text);
    }
}
