package org.apportion.price;

import static org.apportion.price.Cases.day;
import static org.apportion.price.Cases.scope;
import static org.apportion.price.Cases.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apportion.model.Validity;
import org.apportion.model.price.Account;
import org.apportion.model.price.Price;
import org.junit.jupiter.api.Test;

/** Read a line as: kind, unit, customer, account, service, component, price, days, cost → amount. */
class AccountRouteTest {

    @Test
    void withoutAPriceTheAmountIsTheCost() {
        assertThat(new Cases().cost(1, "shop", "acc-1", "Compute", "100").read())
                .containsExactly("cost shop - acc-1 Compute - - 1–1 100 CHF → 100 CHF");
    }

    @Test
    void aMarkupOfTenPercentIsAFactor() {
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "100")
                        .multiplier("markup", Price.Scope.ANY, "1.1", Validity.ALWAYS)
                        .read())
                .containsExactly("cost shop - acc-1 Compute - markup 1–1 100 CHF → 110 CHF");
    }

    @Test
    void creditsAreMultipliedToo() {
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "-100")
                        .multiplier("markup", Price.Scope.ANY, "1.1", Validity.ALWAYS)
                        .read())
                .containsExactly("cost shop - acc-1 Compute - markup 1–1 -100 CHF → -110 CHF");
    }

    @Test
    void daysWithTheSamePricesShareALine() {
        assertThat(new Cases()
                        .cost(2, "shop", "acc-1", "Compute", "10")
                        .cost(30, "shop", "acc-1", "Compute", "20")
                        .cost(9, "shop", "acc-1", "Compute", "30")
                        .read())
                .containsExactly("cost shop - acc-1 Compute - - 2–30 60 CHF → 60 CHF");
    }

    @Test
    void aPriceThatChangesWithinTheMonthTakesEachDayAsItIs() {
        assertThat(new Cases()
                        .cost(9, "shop", "acc-1", "Compute", "100")
                        .cost(10, "shop", "acc-1", "Compute", "100")
                        .cost(11, "shop", "acc-1", "Compute", "100")
                        .multiplier("old", Price.Scope.ANY, "1.1", until(10))
                        .multiplier("new", Price.Scope.ANY, "1.2", Cases.from(10))
                        .read())
                .containsExactly(
                        "cost shop - acc-1 Compute - old 9–9 100 CHF → 110 CHF",
                        "cost shop - acc-1 Compute - new 10–11 200 CHF → 240 CHF");
    }

    @Test
    void aChangeOfOnePriceDoesNotCutTheLinesOfOthers() {
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "1")
                        .cost(31, "shop", "acc-1", "Compute", "1")
                        .multiplier("search-only", scope(null, null, "search"), "2", Cases.from(10))
                        .read())
                .containsExactly("cost shop - acc-1 Compute - - 1–31 2 CHF → 2 CHF");
    }

    @Test
    void theScopeWithMoreFieldsWinsThenUnitBeforeAccountBeforeService() {
        List<Price.Scope> byPrecedence = List.of(
                scope("acc-1", "Compute", "shop"),
                scope("acc-1", "Compute", "retail"),
                scope("acc-1", null, "shop"),
                scope("acc-1", null, "online"),
                scope(null, "Compute", "shop"),
                scope("acc-1", "Compute", null),
                scope(null, null, "shop"),
                scope(null, null, "online"),
                scope(null, null, "retail"),
                scope("acc-1", null, null),
                scope(null, "Compute", null),
                Price.Scope.ANY);

        for (int i = 0; i < byPrecedence.size(); i++) {
            Cases cases = new Cases().cost(1, "shop", "acc-1", "Compute", "1");
            for (int j = byPrecedence.size() - 1; j >= i; j--) {
                cases.multiplier("m" + j, byPrecedence.get(j), "2", Validity.ALWAYS);
            }
            assertThat(cases.price().lines()).extracting(PriceLine::price).containsExactly("m" + i);
        }
    }

    @Test
    void ofOneScopeTheLaterValidFromWinsThenTheOrderInTheBook() {
        assertThat(new Cases()
                        .cost(20, "shop", "acc-1", "Compute", "1")
                        .multiplier("always", Price.Scope.ANY, "2", Validity.ALWAYS)
                        .multiplier("from-5", Price.Scope.ANY, "3", Cases.from(5))
                        .multiplier("from-10", Price.Scope.ANY, "4", Cases.from(10))
                        .multiplier("also-from-10", Price.Scope.ANY, "5", Cases.from(10))
                        .multiplier("from-25", Price.Scope.ANY, "6", Cases.from(25))
                        .price()
                        .lines())
                .extracting(PriceLine::price)
                .containsExactly("from-10");
    }

    @Test
    void anExpiredNarrowPriceLeavesTheDayToAWiderOne() {
        assertThat(new Cases()
                        .cost(20, "shop", "acc-1", "Compute", "1")
                        .multiplier("wide", Price.Scope.ANY, "2", Validity.ALWAYS)
                        .multiplier("narrow", scope(null, null, "shop"), "3", until(20))
                        .price()
                        .lines())
                .extracting(PriceLine::price)
                .containsExactly("wide");
    }

    @Test
    void theCustomerIsThatOfTheAccountOnTheDay() {
        Cases cases = new Cases()
                .customer("old-customer", null)
                .customer("new-customer", null)
                .cost(14, "shop", "acc-1", "Compute", "1")
                .cost(15, "shop", "acc-1", "Compute", "2");
        cases.accounts.add(new Account("acc-1", "Shop", "old-customer", null, until(15)));
        cases.accounts.add(new Account("acc-1", "Shop", "new-customer", null, Cases.from(15)));

        assertThat(cases.read())
                .containsExactly(
                        "cost shop new-customer acc-1 Compute - - 15–15 2 CHF → 2 CHF",
                        "cost shop old-customer acc-1 Compute - - 14–14 1 CHF → 1 CHF");
    }

    @Test
    void unallocatedCostKeepsALineWithoutUnitAndComesLast() {
        assertThat(new Cases()
                        .cost(1, null, "acc-1", "Compute", "5")
                        .cost(1, "shop", "acc-1", "Compute", "7")
                        .read())
                .containsExactly(
                        "cost shop - acc-1 Compute - - 1–1 7 CHF → 7 CHF",
                        "cost - - acc-1 Compute - - 1–1 5 CHF → 5 CHF");
    }

    @Test
    void aLateRecordIsPricedAsOfItsOwnDay() {
        Cases cases = new Cases()
                .multiplier("old", Price.Scope.ANY, "2", until(1))
                .multiplier("new", Price.Scope.ANY, "3", Cases.from(1));
        LocalDate september = day(1).minusDays(3);
        cases.costs.add(new AllocatedTotal(september, "shop", null, null, null, "CHF", BigDecimal.ONE));

        assertThat(cases.price().lines()).extracting(PriceLine::price).containsExactly("old");
    }

    @Test
    void anAccountThatIsThereTwiceOnADayIsRefused() {
        Cases cases = new Cases();
        cases.accounts.add(new Account("acc-1", null, null, null, until(16)));
        cases.accounts.add(new Account("acc-1", null, null, null, Cases.from(15)));

        assertThatThrownBy(cases::price)
                .hasMessage("PRICE_OVERLAP prices: the account acc-1 is there twice on the same day."
                        + " Let the first end on the day on which the second begins.");
    }

    @Test
    void anUnknownCustomerIsRefused() {
        Cases cases = new Cases();
        cases.accounts.add(new Account("acc-1", null, "nobody", null, Validity.ALWAYS));

        assertThatThrownBy(cases::price)
                .hasMessage("PRICE_REFERENCE_UNKNOWN account acc-1: the customer nobody is not in the price book."
                        + " Correct the name or add the customer.");
    }
}
