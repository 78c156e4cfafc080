package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apportion.report.Effects.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectsTest {
    private static Position position(
            String family, String before, String after, @Nullable String priceBefore, @Nullable String priceAfter) {
        return new Position(
                List.of(family),
                new BigDecimal(before),
                new BigDecimal(after),
                priceBefore == null ? null : new BigDecimal(priceBefore),
                priceAfter == null ? null : new BigDecimal(priceAfter),
                false);
    }

    private static String text(Effects effects) {
        return SumTable.plain(effects.usage()) + " " + SumTable.plain(effects.mix()) + " "
                + SumTable.plain(effects.price()) + " " + SumTable.plain(effects.corrections()) + " "
                + SumTable.plain(effects.other());
    }

    @Test
    void moreHoursAtTheSamePriceAreUsage() {
        // 10 h and then 15 h at 2.00
        assertThat(text(Effects.of(List.of(position("vm", "20", "30", "2", "2")))))
                .isEqualTo("10 0 0 0 0");
    }

    @Test
    void aHigherPriceForMoreHoursIsSplitInTwo() {
        // 10 h at 2.00, then 15 h at 3.00: 5 h more at 2.00, and 15 h at 1.00 more.
        assertThat(text(Effects.of(List.of(position("vm", "20", "45", "2", "3")))))
                .isEqualTo("10 0 15 0 0");
    }

    @Test
    void theSameHoursOnLargerMachinesAreMix() {
        // 10 h at 1.00 and 10 h at 3.00, then 5 h and 15 h: the average was 2.00, 20 h stay 20 h.
        assertThat(text(Effects.of(List.of(position("vm", "10", "5", "1", "1"), position("vm", "30", "45", "3", "3")))))
                .isEqualTo("0 10 0 0 0");
    }

    @Test
    void aNewSkuIsUsageAndMixAtItsOwnPrice() {
        // 10 h at 1.00, then 10 h more of a new machine at 4.00: 10 h more at the average of 1.00, the rest is mix.
        assertThat(text(Effects.of(
                        List.of(position("vm", "10", "10", "1", "1"), position("vm", "0", "40", null, "4")))))
                .isEqualTo("10 30 0 0 0");
    }

    @Test
    void aServiceThatIsNewOrGoneIsUsage() {
        assertThat(text(Effects.of(List.of(position("db", "0", "40", null, "4")))))
                .isEqualTo("40 0 0 0 0");
        assertThat(text(Effects.of(List.of(position("db", "40", "0", "4", null)))))
                .isEqualTo("-40 0 0 0 0");
    }

    @Test
    void taxWithoutQuantityIsOther() {
        assertThat(text(Effects.of(List.of(position("tax", "7", "9", null, null)))))
                .isEqualTo("0 0 0 0 2");
    }

    @Test
    void aCorrectionOfAnotherMonthIsNoUsageThoughItsPriceIsKnown() {
        Position corrections = new Position(
                List.of("vm"),
                new BigDecimal("1"),
                new BigDecimal("7"),
                new BigDecimal("2"),
                new BigDecimal("2"),
                true);

        assertThat(text(Effects.of(List.of(corrections)))).isEqualTo("0 0 0 6 0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void theEffectsAddUpToTheChange(long seed) {
        Random random = new Random(seed);
        List<Position> positions = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            positions.add(new Position(
                    List.of("f" + random.nextInt(4)),
                    money(random),
                    money(random),
                    price(random),
                    price(random),
                    random.nextInt(5) == 0));
        }

        Effects effects = Effects.of(positions);

        BigDecimal change = positions.stream()
                .map(position -> position.after().subtract(position.before()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(effects.usage()
                        .add(effects.mix())
                        .add(effects.price())
                        .add(effects.corrections())
                        .add(effects.other()))
                .as("seed %d", seed)
                .isEqualByComparingTo(change);
    }

    private static BigDecimal money(Random random) {
        return random.nextInt(5) == 0
                ? BigDecimal.ZERO
                : new BigDecimal(BigInteger.valueOf(random.nextLong() >> random.nextInt(40)), random.nextInt(19));
    }

    private static @Nullable BigDecimal price(Random random) {
        return random.nextInt(4) == 0 ? null : money(random);
    }
}
