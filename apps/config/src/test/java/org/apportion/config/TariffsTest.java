package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.apportion.model.price.Tariff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage prices that depend on a month's quantity. */
class TariffsTest {
    @TempDir
    private Path folder;

    @Test
    void tiersAreReadWithTheirInclusiveBounds() {
        assertThat(price("{id: a, metric: disk, usage-unit: GiB, counted-per: all, included: 5, graduated:"
                        + " [{up-to: 100, price: 0.10 EUR}, {above: 100, price: 0.08}]}"))
                .isEqualTo(new Price.ByTariff(
                        "a",
                        Price.Scope.ANY,
                        "disk",
                        "GiB",
                        new Tariff(
                                new Tariff.Graduated(List.of(
                                        new Tariff.Tier(new BigDecimal("100"), Money.of("0.10", "EUR")),
                                        new Tariff.Tier(null, Money.of("0.08", "EUR")))),
                                new BigDecimal("5"),
                                Tariff.CountedPer.ALL),
                        Validity.ALWAYS));
    }

    @Test
    void packagesAreCountedPerUnitUnlessSaidOtherwise() {
        assertThat(tariff("{id: a, metric: calls, package: {size: 1000, price: 2 EUR}}"))
                .isEqualTo(new Tariff(
                        new Tariff.Packages(new BigDecimal("1000"), Money.of("2", "EUR")),
                        BigDecimal.ZERO,
                        Tariff.CountedPer.UNIT));
    }

    @Test
    void aPlainPriceWithAnIncludedQuantityIsATariffOfOneTier() {
        assertThat(tariff("{id: a, metric: calls, price: 2 EUR, included: 10, counted-per: account}"))
                .isEqualTo(new Tariff(
                        new Tariff.Graduated(List.of(new Tariff.Tier(null, Money.of("2", "EUR")))),
                        BigDecimal.TEN,
                        Tariff.CountedPer.ACCOUNT));
    }

    @Test
    void volumeTiersAreRead() {
        assertThat(tariff("{id: a, metric: calls, volume: [{price: 2 EUR}]}").way())
                .isEqualTo(new Tariff.Volume(List.of(new Tariff.Tier(null, Money.of("2", "EUR")))));
    }

    @Test
    void aPlainPriceStaysAPlainPrice() {
        assertThat(price("{id: a, metric: calls, price: 2 EUR}")).isInstanceOf(Price.PerUsage.class);
    }

    private Tariff tariff(String price) {
        return ((Price.ByTariff) price(price)).tariff();
    }

    private Price price(String price) {
        return Loading.in(folder)
                .load("currency: EUR\nprices:\n  per-usage: [" + price + "]\n")
                .configuration()
                .prices()
                .prices()
                .get(0);
    }
}
