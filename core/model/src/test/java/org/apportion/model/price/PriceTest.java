package org.apportion.model.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apportion.model.Money;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final LocalDate DAY = LocalDate.parse("2026-10-05");

    @Test
    void aRateIsAboveZero() {
        assertThatThrownBy(() -> new ExchangeRate(DAY, "USD", "EUR", BigDecimal.ZERO, "ECB"))
                .hasMessage("the rate USD to EUR of 2026-10-05 must be above zero");
    }

    @Test
    void aScopeRanksByTheFieldsItNames() {
        assertThat(Price.Scope.ANY.rank()).isZero();
        assertThat(new Price.Scope("111", "EC2", "shop").rank()).isEqualTo(3);
        assertThat(new Price.Scope(null, "EC2", null).rank()).isEqualTo(1);
    }

    @Test
    void aOneOffHoldsOnItsDayOnly() {
        Price oneOff = new Price.OneOff("o", "shop", DAY, "setup", Money.of("5", "USD"));

        assertThat(oneOff.validity().contains(DAY)).isTrue();
        assertThat(oneOff.validity().contains(DAY.plusDays(1))).isFalse();
    }
}
