package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.number;
import static org.apportion.price.Cases.scope;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.apportion.model.price.Tariff;
import org.apportion.model.price.Tariff.CountedPer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Read a line as: kind, unit, customer, account, service, component, price, days, cost → amount. */
class TariffPricesTest {
    private static final List<Tariff.Tier> TIERS =
            List.of(tier("100", "0.10"), tier("1000", "0.08"), tier(null, "0.05"));
    private static final Tariff.Way GRADUATED = new Tariff.Graduated(TIERS);
    private static final Tariff.Way VOLUME = new Tariff.Volume(TIERS);
    private static final Tariff.Way PACKAGES = new Tariff.Packages(number("1000"), chf("2"));

    @Test
    void graduatedTiersPriceEachUnitInItsOwnTier() {
        // 100 · 0.10 + 900 · 0.08 + 500 · 0.05 = 10 + 72 + 25
        assertThat(asked(GRADUATED, "1500")).isEqualTo("107 CHF");
        assertThat(steps(GRADUATED, "0", "1500"))
                .containsExactly(
                        "tier 100 above 0 up to 100 → 10",
                        "tier 900 above 100 up to 1000 → 72",
                        "tier 500 above 1000 → 25",
                        "sum → 107");
    }

    @Test
    void volumePricesTheWholeQuantityByTheTierThatHoldsIt() {
        assertThat(asked(VOLUME, "1500")).isEqualTo("75 CHF");
        assertThat(steps(VOLUME, "0", "1500")).containsExactly("tier 1500 above 1000 → 75");
    }

    @Test
    void theUpperBoundBelongsToItsTier() {
        assertThat(asked(VOLUME, "100")).isEqualTo("10 CHF");
        assertThat(asked(VOLUME, "100.000000001")).isEqualTo("8.00000000008 CHF");
        assertThat(asked(GRADUATED, "100")).isEqualTo("10 CHF");
        assertThat(asked(GRADUATED, "100.000000001")).isEqualTo("10.00000000008 CHF");
    }

    @Test
    void aStartedPackageIsAWholeOne() {
        assertThat(asked(PACKAGES, "0.5")).isEqualTo("2 CHF");
        assertThat(asked(PACKAGES, "1000")).isEqualTo("2 CHF");
        assertThat(asked(PACKAGES, "1000.000000001")).isEqualTo("4 CHF");
    }

    @Test
    void theIncludedQuantityIsFreeAndTiersLookAtWhatIsLeft() {
        assertThat(steps(GRADUATED, "50", "200"))
                .containsExactly(
                        "included 50 → 0",
                        "tier 100 above 0 up to 100 → 10",
                        "tier 50 above 100 up to 1000 → 4",
                        "sum → 14");
        assertThat(steps(GRADUATED, "200", "200")).containsExactly("included 200 → 0");
        assertThat(steps(PACKAGES, "1000", "1001")).containsExactly("included 1000 → 0", "packages 1 → 2", "sum → 2");
    }

    @Test
    void noUsageCostsNothing() {
        assertThat(asked(GRADUATED, "0")).isEqualTo("0 CHF");
        assertThat(asked(PACKAGES, "0")).isEqualTo("0 CHF");
        assertThat(month(GRADUATED, "0", CountedPer.ALL)
                        .used(1, "storage", "shop", "0", null)
                        .used(1, "storage", "stores", "0", null)
                        .read())
                .hasSize(2)
                .allMatch(line -> line.endsWith("→ 0 CHF"));
    }

    @Test
    void theQuantitiesOfAUnitsMonthAreCountedTogether() {
        // 150 units: 100 · 0.10 + 50 · 0.08 = 14, of which days of one line
        assertThat(month(GRADUATED, "0", CountedPer.UNIT)
                        .used(1, "storage", "shop", "60", null)
                        .used(31, "storage", "shop", "90", null)
                        .used(2, "storage", "stores", "100", null)
                        .read())
                .containsExactly(
                        "usage shop - acc-1 - - tariff 1–31 0 CHF → 14 CHF",
                        "usage stores - acc-1 - - tariff 2–2 0 CHF → 10 CHF");
    }

    @Test
    void whatIsCountedTogetherIsSharedByQuantity() {
        // 300 units: 10 + 200 · 0.08 = 26, a third and two thirds
        Cases cases = month(GRADUATED, "0", CountedPer.ALL)
                .used(1, "storage", "shop", "100", null)
                .used(1, "storage", "stores", "200", null);

        assertThat(cases.read())
                .containsExactly(
                        "usage shop - acc-1 - - tariff 1–1 0 CHF → 8.666666666666666666 CHF",
                        "usage stores - acc-1 - - tariff 1–1 0 CHF → 17.333333333333333334 CHF");
        assertThat(StepsJson.write(cases.price().lines().get(1).steps()))
                .isEqualTo("[{\"step\":\"tier\",\"quantity\":\"100\",\"of\":\"storage\",\"counted-per\":\"all\","
                        + "\"above\":\"0\",\"up-to\":\"100\",\"price-per-unit\":\"0.10 CHF\",\"result\":\"10\",\"currency\":\"CHF\"},"
                        + "{\"step\":\"tier\",\"quantity\":\"200\",\"of\":\"storage\",\"counted-per\":\"all\","
                        + "\"above\":\"100\",\"up-to\":\"1000\",\"price-per-unit\":\"0.08 CHF\",\"result\":\"16\",\"currency\":\"CHF\"},"
                        + "{\"step\":\"sum\",\"result\":\"26\",\"currency\":\"CHF\"},"
                        + "{\"step\":\"share\",\"weight\":\"200\",\"before\":\"100\",\"total\":\"300\","
                        + "\"result\":\"17.333333333333333334\",\"currency\":\"CHF\"}]");
    }

    @Test
    void quantitiesInDifferentUnitsAreNeverAdded() {
        assertThat(month(GRADUATED, "0", CountedPer.ALL)
                        .used(1, "storage", "shop", "100", "GB")
                        .used(1, "storage", "shop", "100", "GiB")
                        .read())
                .hasSize(2)
                .allMatch(line -> line.endsWith("→ 10 CHF"));
    }

    @Test
    void anAccountCountsForItself() {
        Cases cases = month(PACKAGES, "0", CountedPer.ACCOUNT).used(1, "storage", "shop", "400", null);
        cases.usage.add(new UsageTotal(Cases.day(1), "storage", "stores", "acc-1", null, number("600"), null));
        cases.usage.add(new UsageTotal(Cases.day(1), "storage", "shop", "acc-2", null, number("1"), null));

        assertThat(cases.read())
                .containsExactly(
                        "usage shop - acc-1 - - tariff 1–1 0 CHF → 0.8 CHF",
                        "usage shop - acc-2 - - tariff 1–1 0 CHF → 2 CHF",
                        "usage stores - acc-1 - - tariff 1–1 0 CHF → 1.2 CHF");
    }

    @Test
    void aNarrowerPriceTakesItsUsageOutOfTheTariff() {
        assertThat(month(GRADUATED, "0", CountedPer.ALL)
                        .price(new Price.PerUsage(
                                "special", scope(null, null, "shop"), "storage", null, chf("1"), Validity.ALWAYS))
                        .used(1, "storage", "shop", "1000", null)
                        .used(1, "storage", "stores", "100", null)
                        .read())
                .containsExactly(
                        "usage shop - acc-1 - - special 1–1 0 CHF → 1000 CHF",
                        "usage stores - acc-1 - - tariff 1–1 0 CHF → 10 CHF");
    }

    @Test
    void aTariffInAnotherCurrencyIsConvertedByTheDaysOfItsUsage() {
        // 150 GiB: 10 + 50 · 0.08 = 14 EUR; a third of it at 0.9, two thirds at 0.6: 4.2 + 5.6, rounded
        List<Tariff.Tier> euros = List.of(
                new Tariff.Tier(number("100"), Money.of("0.10", "EUR")),
                new Tariff.Tier(null, Money.of("0.08", "EUR")));

        assertThat(new Cases()
                        .rate(1, "EUR", "0.9")
                        .rate(10, "EUR", "0.6")
                        .used(9, "storage", "shop", "50", null)
                        .used(10, "storage", "shop", "100", null)
                        .price(tariff(new Tariff.Graduated(euros), "0", CountedPer.UNIT))
                        .read())
                .containsExactly("usage shop - acc-1 - - tariff 9–10 0 CHF → 9.8 CHF");
    }

    static List<PriceStep> stepsOfTheDocumentation() {
        return month(GRADUATED, "0", CountedPer.UNIT)
                .used(1, "storage", "shop", "1500", "GiB")
                .price()
                .lines()
                .get(0)
                .steps();
    }

    private static String asked(Tariff.Way way, String quantity) {
        return Cases.plain(month(way, "0", CountedPer.UNIT)
                .used(1, "storage", "shop", quantity, null)
                .price()
                .lines()
                .get(0)
                .amount());
    }

    private static List<String> steps(Tariff.Way way, String included, String quantity) {
        return month(way, included, CountedPer.UNIT)
                .used(1, "storage", "shop", quantity, null)
                .price()
                .lines()
                .get(0)
                .steps()
                .stream()
                .map(TariffPricesTest::read)
                .toList();
    }

    private static String read(PriceStep step) {
        String words = step.step();
        if (step instanceof PriceStep.Included included) {
            words += " " + included.quantity();
        } else if (step instanceof PriceStep.Tiered tier) {
            words += " " + tier.quantity() + " above " + tier.above()
                    + (tier.upTo() == null ? "" : " up to " + tier.upTo());
        } else if (step instanceof PriceStep.Packaged packaged) {
            words += " " + packaged.packages();
        }
        return words + " → " + Cases.plain(step.result()).replace(" CHF", "");
    }

    private static Cases month(Tariff.Way way, String included, CountedPer per) {
        return new Cases().price(tariff(way, included, per));
    }

    private static Price tariff(Tariff.Way way, String included, CountedPer per) {
        return new Price.ByTariff(
                "tariff", Price.Scope.ANY, "storage", null, new Tariff(way, number(included), per), Validity.ALWAYS);
    }

    private static Tariff.Tier tier(@Nullable String upTo, String price) {
        return new Tariff.Tier(upTo == null ? null : new BigDecimal(upTo), chf(price));
    }
}
