package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apportion.model.CostBasis;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Each repetition is a seed; its number is in the name of a failure. */
class FourCostsPropertyTest {

    @RepeatedTest(200)
    void partsAddUpToEachOfTheFourCosts(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        CostBasis basis = random.nextBoolean() ? CostBasis.EFFECTIVE : CostBasis.BILLED;
        List<BigDecimal> charged = new ArrayList<>(List.of(BigDecimal.ONE));
        for (int i = random.nextInt(6); i > 0; i--) {
            charged.add(cost(random));
        }
        BigDecimal sum = charged.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal other = cost(random);
        FourCosts costs = basis == CostBasis.EFFECTIVE
                ? new FourCosts(cost(random), cost(random), sum, other, 0, 0)
                : new FourCosts(cost(random), cost(random), other, sum, 0, 0);

        FourCosts total = costs.split(charged, basis).stream().reduce(FourCosts.NONE, FourCosts::plus);

        assertThat(total.list()).isEqualByComparingTo(costs.list());
        assertThat(total.contracted()).isEqualByComparingTo(costs.contracted());
        assertThat(total.effective()).isEqualByComparingTo(costs.effective());
        assertThat(total.billed()).isEqualByComparingTo(costs.billed());
    }

    private static BigDecimal cost(Random random) {
        BigDecimal size = new BigDecimal(new BigInteger(90, random), 18);
        return random.nextInt(4) == 0 ? size.negate() : size;
    }
}
