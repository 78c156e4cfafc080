package org.apportion.report.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingTest {
    @Test
    void theLargestComesFirstAndWhatIsCutStandsInOneRow() {
        Statement.Ranked ranked = rank(Map.of("a", "1.00", "b", "5.00", "c", "0.25", "d", "0.50"), 2);

        assertThat(ranked.rows())
                .extracting(row -> row.label() + " " + row.amount())
                .containsExactly("b 5.00", "a 1.00", "other (2) 0.75");
        assertThat(ranked.total()).isEqualTo(new BigDecimal("6.75"));
    }

    @Test
    void thirdsOfACentAddUp() {
        // 3 x 3.335 is 10.005: half-even 10.00, so one of the floors' 9.99 receives a cent.
        Statement.Ranked ranked = rank(Map.of("a", "3.335", "b", "3.335", "c", "3.335"), 9);

        assertThat(ranked.rows())
                .extracting(row -> row.amount().toPlainString())
                .containsExactly("3.34", "3.33", "3.33");
        assertThat(ranked.total()).isEqualTo(new BigDecimal("10.00"));
        assertThat(ranked.exact()).isEqualTo(new BigDecimal("10.005"));
    }

    /** By itself 680.634 is shown as 680.63; beside a ranking that shows it as 680.64 its rows add up to that. */
    @Test
    void rowsAddUpToTheTotalThatAnotherPlaceOfThePageShows() {
        List<BigDecimal> rows = List.of(new BigDecimal("300.00"), new BigDecimal("380.634"));

        assertThat(Rounding.to(new BigDecimal("680.64"), "EUR", rows))
                .containsExactly(new BigDecimal("300.00"), new BigDecimal("380.64"));
        assertThat(Rounding.to(new BigDecimal("680.63"), "EUR", rows))
                .containsExactly(new BigDecimal("300.00"), new BigDecimal("380.63"));
    }

    @Test
    void aCurrencyWithoutCentsIsShownWhole() {
        assertThat(Shown.money(new BigDecimal("1234567.5"), "JPY")).isEqualTo("1,234,568");
        assertThat(Shown.money(new BigDecimal("-0.004"), "EUR")).isEqualTo("0.00");
        assertThat(Shown.change(new BigDecimal("12.345"), "TND")).isEqualTo("+12.345");
        assertThat(Shown.money(new BigDecimal("1.5"), "no such code")).isEqualTo("1.50");
    }

    @Test
    void growthOfACreditHasTheSignOfTheChange() {
        assertThat(Shown.growth(new BigDecimal("-10"), new BigDecimal("-5"))).isEqualTo("+50.0\u00a0%");
        assertThat(Shown.growth(BigDecimal.ZERO, BigDecimal.ONE)).isEmpty();
    }

    @Test
    void barsOfCreditsBeginLeftOfZero() {
        Bars bars = new Bars(java.util.List.of(new BigDecimal("30"), new BigDecimal("-10")), 400);

        assertThat(bars.zero()).isEqualTo(100);
        assertThat(bars.start(new BigDecimal("-10"))).isZero();
        assertThat(bars.size(new BigDecimal("-10"))).isEqualTo(100);
        assertThat(bars.start(new BigDecimal("30"))).isEqualTo(100);
        assertThat(bars.size(new BigDecimal("0.0001"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void eachColumnAddsUpToItsTotal(long seed) {
        Random random = new Random(seed);
        Map<String, BigDecimal> sums = new TreeMap<>();
        int rows = random.nextInt(60);
        for (int i = 0; i < rows; i++) {
            sums.put("k" + i, new BigDecimal(java.math.BigInteger.valueOf(random.nextLong()), random.nextInt(19)));
        }

        Statement.Ranked ranked = Rounding.rank("", "EUR", sums, 1 + random.nextInt(20), any -> Optional.empty());

        assertThat(ranked.rows().stream().map(Statement.Row::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                .as("seed %d", seed)
                .isEqualByComparingTo(ranked.total());
        assertThat(sums.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(ranked.exact());
    }

    private static Statement.Ranked rank(Map<String, String> amounts, int top) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        amounts.forEach((key, amount) -> sums.put(key, new BigDecimal(amount)));
        return Rounding.rank("", "EUR", sums, top, any -> Optional.empty());
    }
}
