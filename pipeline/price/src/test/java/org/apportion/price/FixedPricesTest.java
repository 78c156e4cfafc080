package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.day;
import static org.apportion.price.Cases.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.junit.jupiter.api.Test;

/** Read a line as: kind, unit, customer, account, service, component, price, days, cost → amount. */
class FixedPricesTest {

    @Test
    void aMonthlyPriceOfAWholeMonthIsAskedInFull() {
        assertThat(new Cases()
                        .price(new Price.PerMonth("support", "shop", "Support", chf("200"), Validity.ALWAYS))
                        .read())
                .containsExactly("monthly shop - - Support - support 1–31 0 CHF → 200 CHF");
    }

    @Test
    void aMonthlyPriceCountsItsDays() {
        // 16 of 31 days
        assertThat(new Cases()
                        .price(new Price.PerMonth("support", "shop", null, chf("62"), Cases.from(16)))
                        .read())
                .containsExactly("monthly shop - - - - support 16–31 0 CHF → 32 CHF");
    }

    @Test
    void thePiecesOfAMonthAddUpToTheMonth() {
        PricingResult result = new Cases()
                .price(new Price.PerMonth("a", "shop", null, chf("100"), until(11)))
                .price(new Price.PerMonth("b", "shop", null, chf("100"), new Validity(day(11), day(18))))
                .price(new Price.PerMonth("c", "shop", null, chf("100"), Cases.from(18)))
                .price();

        assertThat(result.lines()).hasSize(3);
        assertThat(result.lines().stream()
                        .map(PriceLine::amount)
                        .reduce(Money.zero("CHF"), Money::plus)
                        .amount())
                .isEqualByComparingTo("100");
    }

    @Test
    void aMonthlyPriceOfAnotherTimeIsNotAsked() {
        assertThat(new Cases()
                        .price(new Price.PerMonth("gone", "shop", null, chf("9"), until(1)))
                        .read())
                .isEmpty();
    }

    @Test
    void aOneOffIsBookedInTheMonthOfItsDayOnly() {
        LocalDate november = LocalDate.of(2026, 11, 1);

        assertThat(new Cases()
                        .price(new Price.OneOff("credit", "shop", day(31), "Goodwill", chf("-100")))
                        .price(new Price.OneOff("later", "shop", november, "Setup", chf("100")))
                        .read())
                .containsExactly("one-off shop - - - - credit 31–31 0 CHF → -100 CHF");
    }

    @Test
    void pricingAMonthTwiceAsksTheSame() {
        Cases cases = new Cases()
                .price(new Price.OneOff("setup", "shop", day(3), "Setup", chf("100")))
                .price(new Price.PerMonth("support", "shop", null, chf("200"), Validity.ALWAYS));

        assertThat(cases.price()).isEqualTo(cases.price());
    }

    @Test
    void aPriceInAnotherCurrencyIsConvertedAsOfItsFirstDay() {
        assertThat(new Cases()
                        .rate(1, "EUR", "0.9")
                        .rate(20, "EUR", "0.8")
                        .price(new Price.PerMonth("support", "shop", null, Money.of("100", "EUR"), Validity.ALWAYS))
                        .price(new Price.OneOff("setup", "shop", day(20), "Setup", new Money(BigDecimal.TEN, "EUR")))
                        .read())
                .containsExactly(
                        "monthly shop - - - - support 1–31 0 CHF → 90 CHF",
                        "one-off shop - - - - setup 20–20 0 CHF → 8 CHF");
    }
}
