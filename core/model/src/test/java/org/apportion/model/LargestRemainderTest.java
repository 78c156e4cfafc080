package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.model.LargestRemainder.Rounded;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {

    @Test
    void centsAddUpToTheRoundedTotalAndTiesGoToTheFirst() {
        // 10.005 becomes 10.01; the floors make 9.99
        assertThat(round(2, RoundingMode.HALF_UP, "3.335", "3.335", "3.335")).containsExactly("3.34", "3.34", "3.33");
    }

    @Test
    void theLargestRemainderReceivesTheCent() {
        // 1.00 in all; the floors make 0.98
        assertThat(round(2, RoundingMode.HALF_EVEN, "0.331", "0.339", "0.330")).containsExactly("0.33", "0.34", "0.33");
    }

    @Test
    void creditsAreRoundedInTheSameWay() {
        // -1.00 in all; the floors make -0.34 - 0.34 - 0.34 = -1.02
        assertThat(round(2, RoundingMode.HALF_EVEN, "-0.333", "-0.333", "-0.334"))
                .containsExactly("-0.33", "-0.33", "-0.34");
    }

    @Test
    void wholeFrancsRoundedUpAddOneFrancInAllAndNotOnePerLine() {
        assertThat(round(0, RoundingMode.CEILING, "0.2", "0.3", "0.1", "0.1")).containsExactly("0", "1", "0", "0");
    }

    @Test
    void exactAmountsStayAsTheyAre() {
        assertThat(round(2, RoundingMode.UP, "5", "0.001", "7")).containsExactly("5.00", "0.01", "7.00");
    }

    @Test
    void roundingIsShown() {
        Rounded rounded = LargestRemainder.round(List.of(new BigDecimal("0.996")), 2, RoundingMode.HALF_EVEN)
                .get(0);

        assertThat(rounded.difference()).isEqualByComparingTo("0.004");
    }

    @Test
    void nothingRoundsToNothing() {
        assertThat(LargestRemainder.round(List.of(), 2, RoundingMode.HALF_EVEN)).isEmpty();
    }

    @Test
    void hundredsCanBeKeptToo() {
        assertThat(round(-2, RoundingMode.HALF_UP, "149", "151")).containsExactly("100", "200");
    }

    private static List<String> round(int scale, RoundingMode total, String... amounts) {
        return LargestRemainder.round(Stream.of(amounts).map(BigDecimal::new).toList(), scale, total).stream()
                .map(rounded -> rounded.rounded().toPlainString())
                .toList();
    }
}
