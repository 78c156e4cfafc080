package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void tenUnitsOverThreeEqualWeightsGiveTheOddUnitToTheLast() {
        // floor(10/3) = 3, floor(20/3) = 6, 10: parts 3, 3, 4
        assertThat(split(1, 1, 1).parts(big(10))).containsExactly(big(3), big(3), big(4));
    }

    @Test
    void negativeUnitsAreFlooredToo() {
        // floor(-10/3) = -4, floor(-20/3) = -7, -10: parts -4, -3, -3
        assertThat(split(1, 1, 1).parts(big(-10))).containsExactly(big(-4), big(-3), big(-3));
    }

    @Test
    void zeroWeightReceivesNothing() {
        assertThat(split(0, 5, 0).parts(big(7))).containsExactly(big(0), big(7), big(0));
        assertThat(split(0, 5, 0).last()).isEqualTo(1);
    }

    @Test
    void recordsOfACellSumToTheRecordAndToTheEntry() {
        // cell of 5 + 5 units over weights 1, 2: parts 3, 7; first record alone 1, 4; so the second owes 2, 3
        Split split = split(1, 2);
        assertThat(split.parts(big(10))).containsExactly(big(3), big(7));
        assertThat(split.partOfRecord(big(0), big(5), 0)).isEqualTo(big(1));
        assertThat(split.partOfRecord(big(0), big(5), 1)).isEqualTo(big(4));
        assertThat(split.partOfRecord(big(5), big(5), 0)).isEqualTo(big(2));
        assertThat(split.partOfRecord(big(5), big(5), 1)).isEqualTo(big(3));
    }

    @Test
    void weightsThatAreAllZeroAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> split(0, 0));
    }

    @Test
    void restOfANegativeCostIsNotNegative() {
        UnitsAndRest cost = UnitsAndRest.of(new BigDecimal("-0.0000000000005"));
        assertThat(cost).isEqualTo(new UnitsAndRest(big(-1), big(500_000)));
        assertThat(cost.amount()).isEqualByComparingTo("-0.0000000000005");
    }

    @Test
    void restsAreCarriedIntoUnits() {
        UnitsAndRest half = new UnitsAndRest(big(1), big(500_001));
        assertThat(half.plus(half).carried()).isEqualTo(new UnitsAndRest(big(3), big(2)));
    }

    @Test
    void piecesOfARecordSumToItAndTheLastTakesTheRest() {
        // 10 units over 90 minutes: 10*3600/5400 = 6.67, floored 6; the remaining half hour 4 and the rest
        UnitsAndRest record = new UnitsAndRest(big(10), big(7));
        assertThat(record.between(0, 3600, 5400)).isEqualTo(new UnitsAndRest(big(6), big(0)));
        assertThat(record.between(3600, 5400, 5400)).isEqualTo(new UnitsAndRest(big(4), big(7)));
    }

    private static Split split(long... weights) {
        return Split.ofWeights(
                LongStream.of(weights).mapToObj(BigInteger::valueOf).toList());
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
