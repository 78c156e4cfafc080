package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.until;
import static org.apportion.price.Cases.use;
import static org.apportion.price.ServiceRouteTest.part;
import static org.apportion.price.ServiceRouteTest.twoServices;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.apportion.model.Money;
import org.apportion.model.price.ServiceComponent.Part;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The cases of a service bill with unit price A = 10, fixed price F = 5, cost R = 100 sold at P = 200 %, for a use of
 * quantity q = 0.25 next to one of 0.75. As the quantities add up to one, q is the share.
 */
class ComponentPricesTest {

    @Test
    void withoutAPart() {
        // q·A + F + q·R·P = 2.5 + 5 + 50
        assertThat(askedOfServiceA(null)).isEqualByComparingTo("57.5");
    }

    @Test
    void aPartWithAUnitPriceAsksOnlyThat() {
        // q·u = 0.25 · 3; neither A nor the cost is used
        assertThat(askedOfServiceA(part("cpu", chf("3"), null))).isEqualByComparingTo("0.75");
    }

    @Test
    void aPartWithACostShareAsksThatShareOfUnitPriceAndCost() {
        // q·A·w + q·R·P·w = 0.25·10·0.4 + 0.25·100·2·0.4 = 1 + 20
        assertThat(askedOfServiceA(part("cpu", null, "0.4"))).isEqualByComparingTo("21");
    }

    @Test
    void aPartWithoutEitherStandsForTheWholeWithoutTheFixedPrice() {
        // q·A + q·R·P = 2.5 + 50
        assertThat(askedOfServiceA(part("cpu", null, null))).isEqualByComparingTo("52.5");
    }

    @Test
    void aPartWithBothAsksItsUnitPriceAndItsShareOfTheCost() {
        // q·u + q·R·P·w = 0.75 + 20
        assertThat(askedOfServiceA(part("cpu", chf("3"), "0.4"))).isEqualByComparingTo("20.75");
    }

    @Test
    void aHundredFrancsAndThreeTimesOneFrancAre103() {
        Cases cases = new Cases()
                .customer("shop-team", "shop")
                .component(chf("100"), null, "3")
                .service("service-a", "shop-team", use(null, "1"))
                .databaseCost(1, "1.00");

        assertThat(asked(cases, "service-a")).isEqualByComparingTo("103");
    }

    @Test
    void quantitiesThatDoNotAddUpToOneStillShareTheCostOnce() {
        Cases cases = twoServices("2", "6", null).component(null, null, "1").databaseCost(1, "100");

        assertThat(asked(cases, "service-a")).isEqualByComparingTo("25");
        assertThat(asked(cases, "service-b")).isEqualByComparingTo("75");
    }

    @Test
    void monthlyPricesCountTheDaysOfTheUse() {
        // 62 a month is 2 a day: 15 days with one unit, 16 days with three.
        Cases cases = new Cases()
                .customer("shop-team", "shop")
                .component(chf("62"), chf("31"), "0")
                .service("service-a", "shop-team", use(null, "1", until(16)), use(null, "3", Cases.from(16)));

        assertThat(cases.read())
                .containsExactly(
                        "component shop shop-team - service-a database - 1–15 0 CHF → 30 CHF",
                        "component shop shop-team - service-a database - 1–15 0 CHF → 15 CHF",
                        "component shop shop-team - service-a database - 16–31 0 CHF → 96 CHF",
                        "component shop shop-team - service-a database - 16–31 0 CHF → 16 CHF");
    }

    @Test
    void aUseOfQuantityZeroPaysTheFixedPriceOnly() {
        Cases cases = new Cases()
                .customer("shop-team", "shop")
                .component(chf("62"), chf("31"), "0")
                .service("service-a", "shop-team", use(null, "0"));

        assertThat(cases.read()).containsExactly("component shop shop-team - service-a database - 1–31 0 CHF → 31 CHF");
    }

    private static BigDecimal askedOfServiceA(@Nullable Part part) {
        Part[] parts = part == null ? new Part[0] : new Part[] {part};
        Cases cases = twoServices("0.25", "0.75", part == null ? null : part.id())
                .component(chf("10"), chf("5"), "2", parts)
                .databaseCost(3, "100");
        return asked(cases, "service-a");
    }

    private static BigDecimal asked(Cases cases, String service) {
        return cases.price().lines().stream()
                .filter(line -> service.equals(line.position().service()))
                .map(PriceLine::amount)
                .reduce(Money.zero("CHF"), Money::plus)
                .amount();
    }
}
