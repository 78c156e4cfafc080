package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.apportion.model.price.Price.PerUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Read a line as: kind, unit, customer, account, service, component, price, days, cost → amount. */
class UsagePricesTest {

    @Test
    void quantityTimesPriceIsAsked() {
        Cases cases = new Cases()
                .used(1, "storage", "shop", "100", "GiB")
                .used(2, "storage", "shop", "20.5", "GiB")
                .price(perUsage("disk", Price.Scope.ANY, "GiB", "0.02", Validity.ALWAYS));

        assertThat(cases.read()).containsExactly("usage shop - acc-1 - - disk 1–2 0 CHF → 2.41 CHF");
        assertThat(cases.price().lines().get(0).quantity()).isEqualTo(new BigDecimal("120.5"));
    }

    @Test
    void usageWithoutAPriceIsNotAsked() {
        assertThat(new Cases().used(1, "storage", "shop", "100", "GiB").read()).isEmpty();
    }

    @Test
    void exactlyOnePriceOfAMetricAppliesTheNarrowestFirst() {
        assertThat(new Cases()
                        .used(1, "storage", "shop", "100", null)
                        .used(1, "storage", "stores", "100", null)
                        .price(perUsage("list", Price.Scope.ANY, null, "0.02", Validity.ALWAYS))
                        .price(perUsage("special", scope(null, null, "online"), null, "0.01", Validity.ALWAYS))
                        .read())
                .containsExactly(
                        "usage shop - acc-1 - - special 1–1 0 CHF → 1 CHF",
                        "usage stores - acc-1 - - list 1–1 0 CHF → 2 CHF");
    }

    @Test
    void aNewPriceHoldsFromItsDay() {
        assertThat(new Cases()
                        .used(9, "storage", "shop", "100", null)
                        .used(10, "storage", "shop", "100", null)
                        .price(perUsage("list", Price.Scope.ANY, null, "0.02", Validity.ALWAYS))
                        .price(perUsage("raised", Price.Scope.ANY, null, "0.03", Cases.from(10)))
                        .read())
                .containsExactly(
                        "usage shop - acc-1 - - list 9–9 0 CHF → 2 CHF",
                        "usage shop - acc-1 - - raised 10–10 0 CHF → 3 CHF");
    }

    @Test
    void usageInAnotherUnitThanThePriceIsRefused() {
        assertThatThrownBy(() -> new Cases()
                        .used(1, "storage", "shop", "100", "GB")
                        .price(perUsage("disk", Price.Scope.ANY, "GiB", "0.02", Validity.ALWAYS))
                        .price())
                .hasMessage("PRICE_USAGE_UNIT price disk: it is per GiB, but samples of storage come in GB."
                        + " Make a price for that unit, or convert the samples where they are imported.");
    }

    @Test
    void usageThatDoesNotNameItsUnitIsPricedAndReported() {
        PricingResult result = new Cases()
                .used(1, "storage", "shop", "100", null)
                .price(perUsage("disk", Price.Scope.ANY, "GiB", "0.02", Validity.ALWAYS))
                .price();

        assertThat(result.lines()).hasSize(1);
        assertThat(result.warnings())
                .extracting(PricingWarning::kind)
                .containsExactly(PricingWarning.Kind.USAGE_UNIT_UNKNOWN);
    }

    @Test
    void aPriceInAnotherCurrencyIsConvertedDayByDay() {
        // 10 · 2 EUR · 0.9 + 20 · 2 EUR · 0.8 = 18 + 32
        assertThat(new Cases()
                        .rate(1, "EUR", "0.9")
                        .rate(10, "EUR", "0.8")
                        .used(9, "storage", "shop", "10", null)
                        .used(10, "storage", "shop", "20", null)
                        .price(new PerUsage(
                                "disk", Price.Scope.ANY, "storage", null, Money.of("2", "EUR"), Validity.ALWAYS))
                        .read())
                .containsExactly("usage shop - acc-1 - - disk 9–10 0 CHF → 50 CHF");
    }

    private static Price perUsage(
            String id, Price.Scope scope, @Nullable String unit, String price, Validity validity) {
        return new PerUsage(id, scope, "storage", unit, chf(price), validity);
    }
}
