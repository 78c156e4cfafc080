package org.apportion.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Each repetition is a seed; its number is in the name of a failure. */
class ExactSplitPropertyTest {
    private static final BigDecimal UNIT = new BigDecimal("1e-18");

    @RepeatedTest(500)
    void partsAddUpAndNobodyIsOffByAWholeUnit(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        BigDecimal amount = new BigDecimal(new BigInteger(random.nextInt(120), random), 18)
                .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
        List<BigDecimal> weights = weights(random);
        BigDecimal total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);

        List<BigDecimal> parts = ExactSplit.split(amount, weights);

        assertThat(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(amount);
        for (int i = 0; i < parts.size(); i++) {
            BigDecimal exact = amount.multiply(weights.get(i)).divide(total, new MathContext(80));
            assertThat(parts.get(i).subtract(exact).abs()).isLessThan(UNIT);
            if (weights.get(i).signum() == 0) {
                assertThat(parts.get(i)).isEqualByComparingTo(BigDecimal.ZERO);
            }
        }
    }

    private static List<BigDecimal> weights(Random random) {
        List<BigDecimal> weights = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            weights.add(new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(10)));
        }
        weights.add(random.nextInt(weights.size() + 1), BigDecimal.ONE);
        return weights;
    }
}
