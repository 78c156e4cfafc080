package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void amountsOfOneCurrencyAreAddedExactly() {
        assertThat(Money.of("0.1", "EUR").plus(Money.of("0.000000000000000002", "EUR")))
                .hasToString("0.100000000000000002 EUR");
        assertThat(Money.of("1", "EUR").minus(Money.of("3", "EUR"))).hasToString("-2 EUR");
    }

    @Test
    void currenciesAreNeverAdded() {
        assertThatThrownBy(() -> Money.of("1", "EUR").plus(Money.zero("CHF"))).hasMessage("cannot add CHF to EUR");
        assertThatThrownBy(() -> Money.of("1", "EUR").minus(Money.zero("CHF")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
