package org.apportion.model.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TariffTest {

    @Test
    void tiersFollowEachOtherAndTheLastHasNoEnd() {
        List<Tariff.Tier> tiers = List.of(tier("10", "2 EUR"), tier("20.5", "0 EUR"), tier(null, "1 EUR"));

        assertThat(new Tariff.Graduated(tiers).tiers()).isEqualTo(tiers);
        assertThat(new Tariff.Graduated(tiers).currency()).isEqualTo("EUR");
        assertThat(new Tariff.Volume(tiers).currency()).isEqualTo("EUR");
    }

    @Test
    void tiersThatLeaveAQuantityWithoutAPriceAreRefused() {
        assertRefused("needs at least one tier");
        assertRefused("the last tier, and no other, has no end", tier("10", "2 EUR"));
        assertRefused("the last tier, and no other, has no end", tier(null, "2 EUR"), tier(null, "1 EUR"));
    }

    @Test
    void tiersThatHoldNothingAreRefused() {
        assertRefused(
                "a tier up to 10 cannot follow 10", tier("10", "2 EUR"), tier("10", "1 EUR"), tier(null, "1 EUR"));
        assertRefused("a tier up to 0 cannot follow 0", tier("0", "2 EUR"), tier(null, "1 EUR"));
    }

    @Test
    void tiersInTwoCurrenciesAreRefused() {
        assertRefused("all tiers need one currency", tier("10", "2 EUR"), tier(null, "1 USD"));
    }

    @Test
    void negativePricesAndQuantitiesAreRefused() {
        assertRefused("is negative", tier(null, "-1 EUR"));
        assertThatThrownBy(() -> new Tariff.Packages(BigDecimal.ONE, Money.of("-1", "EUR")))
                .hasMessageContaining("is negative");
        assertThatThrownBy(() -> new Tariff.Packages(BigDecimal.ZERO, Money.of("1", "EUR")))
                .hasMessage("the package size 0 must be above zero");
        Tariff.Way way = new Tariff.Packages(BigDecimal.TEN, Money.of("1", "EUR"));
        assertThat(way.currency()).isEqualTo("EUR");
        assertThatThrownBy(() -> new Tariff(way, new BigDecimal("-1"), Tariff.CountedPer.ALL))
                .hasMessage("the included quantity -1 is negative");
    }

    @Test
    void aTariffHoldsForWholeMonthsSoThatNoMonthIsCountedTwice() {
        Tariff tariff = new Tariff(
                new Tariff.Packages(BigDecimal.TEN, Money.of("1", "EUR")), BigDecimal.ONE, Tariff.CountedPer.ALL);
        LocalDate first = LocalDate.of(2026, 10, 1);
        LocalDate middle = LocalDate.of(2026, 10, 16);

        assertThat(price(tariff, new Validity(first, first.plusMonths(1))).validity())
                .isNotEqualTo(Validity.ALWAYS);
        for (Validity part : List.of(new Validity(null, middle), new Validity(middle, null))) {
            assertThatThrownBy(() -> price(tariff, part))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the tariff storage changes on 2026-10-16, but counts quantities of whole months");
        }
    }

    private static Price price(Tariff tariff, Validity validity) {
        return new Price.ByTariff("storage", Price.Scope.ANY, "gib", null, tariff, validity);
    }

    private static void assertRefused(String message, Tariff.Tier... tiers) {
        Stream.<Runnable>of(() -> new Tariff.Graduated(List.of(tiers)), () -> new Tariff.Volume(List.of(tiers)))
                .forEach(made -> assertThatThrownBy(made::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(message));
    }

    private static Tariff.Tier tier(@Nullable String upTo, String price) {
        String[] words = price.split(" ", -1);
        return new Tariff.Tier(upTo == null ? null : new BigDecimal(upTo), Money.of(words[0], words[1]));
    }
}
