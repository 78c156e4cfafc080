package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apportion.model.LargestRemainder.Rounded;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Each repetition is a seed; its number is in the name of a failure. */
class LargestRemainderPropertyTest {
    private static final List<RoundingMode> MODES = Stream.of(RoundingMode.values())
            .filter(mode -> mode != RoundingMode.UNNECESSARY)
            .toList();

    @RepeatedTest(500)
    void theTotalIsKeptAndNobodyIsOffByAWholeUnit(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        int scale = random.nextInt(6) - 1;
        RoundingMode mode = MODES.get(random.nextInt(MODES.size()));
        List<BigDecimal> amounts = amounts(random);
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(-scale);

        List<Rounded> rounded = LargestRemainder.round(amounts, scale, mode);

        assertThat(rounded).extracting(Rounded::exact).isEqualTo(amounts);
        assertThat(sum(rounded.stream().map(Rounded::rounded).toList()))
                .isEqualByComparingTo(sum(amounts).setScale(scale, mode));
        assertThat(rounded).allSatisfy(one -> {
            assertThat(one.rounded().scale()).isEqualTo(scale);
            assertThat(one.difference().abs()).isLessThan(unit);
        });
    }

    @RepeatedTest(200)
    void roundingRoundedAmountsChangesNothing(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<BigDecimal> once = LargestRemainder.round(amounts(random), 2, RoundingMode.HALF_EVEN).stream()
                .map(Rounded::rounded)
                .toList();

        assertThat(LargestRemainder.round(once, 2, RoundingMode.CEILING))
                .extracting(Rounded::rounded)
                .isEqualTo(once);
    }

    private static List<BigDecimal> amounts(Random random) {
        List<BigDecimal> amounts = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            amounts.add(new BigDecimal(new BigInteger(random.nextInt(70), random), random.nextInt(19))
                    .multiply(BigDecimal.valueOf(random.nextInt(3) - 1)));
        }
        return amounts;
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
