package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.day;
import static org.apportion.price.Cases.scope;
import static org.assertj.core.api.Assertions.assertThat;

import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.apportion.model.price.Price.Minimum;
import org.junit.jupiter.api.Test;

/** Read a line as: kind, unit, customer, account, service, component, price, days, cost → amount. */
class MinimumsTest {

    @Test
    void aLineFillsTheGap() {
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "30")
                        .price(new Minimum("least", scope(null, null, "shop"), chf("50"), Validity.ALWAYS))
                        .read())
                .containsExactly(
                        "cost shop - acc-1 Compute - - 1–1 30 CHF → 30 CHF",
                        "minimum shop - - - - least 1–31 0 CHF → 20 CHF");
    }

    @Test
    void aTotalAboveTheMinimumStaysAsItIs() {
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "50")
                        .price(new Minimum("least", scope(null, null, "shop"), chf("50"), Validity.ALWAYS))
                        .read())
                .hasSize(1);
    }

    @Test
    void whoUsedNothingPaysTheMinimum() {
        assertThat(new Cases()
                        .price(new Minimum("least", scope(null, null, "shop"), chf("50"), Validity.ALWAYS))
                        .read())
                .containsExactly("minimum shop - - - - least 1–31 0 CHF → 50 CHF");
    }

    @Test
    void unitsBelowAndAllOtherPricesCount() {
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "10")
                        .multiplier("double", Price.Scope.ANY, "2", Validity.ALWAYS)
                        .price(new Price.OneOff("setup", "search", day(5), "Setup", chf("15")))
                        .price(new Minimum("least", scope(null, null, "online"), chf("50"), Validity.ALWAYS))
                        .read())
                .contains("minimum online - - - - least 1–31 0 CHF → 15 CHF");
    }

    @Test
    void whatANarrowMinimumFillsCountsForAWiderOne() {
        // shop: 10 + 20 = 30; retail: 30 + 15 = 45
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "10")
                        .price(new Minimum("wide", scope(null, null, "retail"), chf("45"), Validity.ALWAYS))
                        .price(new Minimum("narrow", scope(null, null, "shop"), chf("30"), Validity.ALWAYS))
                        .read())
                .containsExactly(
                        "cost shop - acc-1 Compute - - 1–1 10 CHF → 10 CHF",
                        "minimum retail - - - - wide 1–31 0 CHF → 15 CHF",
                        "minimum shop - - - - narrow 1–31 0 CHF → 20 CHF");
    }

    @Test
    void aMinimumOfSomeDaysLooksAtTheseDays() {
        // 62 for 31 days are 32 for the last 16; these cost 2.
        assertThat(new Cases()
                        .cost(15, "shop", "acc-1", "Compute", "100")
                        .cost(16, "shop", "acc-1", "Compute", "2")
                        .price(new Minimum("least", scope(null, null, "shop"), chf("62"), Cases.from(16)))
                        .read())
                .containsExactly(
                        "cost shop - acc-1 Compute - - 15–15 100 CHF → 100 CHF",
                        "cost shop - acc-1 Compute - - 16–16 2 CHF → 2 CHF",
                        "minimum shop - - - - least 16–31 0 CHF → 30 CHF");
    }

    @Test
    void aMinimumOfAnAccountLooksAtThatAccount() {
        assertThat(new Cases()
                        .cost(1, "shop", "acc-1", "Compute", "10")
                        .cost(1, "shop", "acc-2", "Compute", "99")
                        .price(new Minimum("least", scope("acc-1", null, null), chf("50"), Validity.ALWAYS))
                        .read())
                .contains("minimum - - acc-1 - - least 1–31 0 CHF → 40 CHF");
    }
}
