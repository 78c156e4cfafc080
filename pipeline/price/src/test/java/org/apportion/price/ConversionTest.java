package org.apportion.price;

import static org.apportion.price.Cases.DATABASE;
import static org.apportion.price.Cases.day;
import static org.apportion.price.Cases.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.apportion.model.Consumer;
import org.apportion.model.ErrorKind;
import org.apportion.model.price.ExchangeRate;
import org.junit.jupiter.api.Test;

/** Read a line as: kind, unit, customer, account, service, component, price, days, cost → amount. */
class ConversionTest {
    private static final Consumer ORDERS = Consumer.principal("orders");

    @Test
    void theLatestRateOnOrBeforeTheDayCounts() {
        assertThat(new Cases()
                        .rate(1, "EUR", "0.9")
                        .rate(10, "EUR", "0.8")
                        .rate(12, "EUR", "0.7")
                        .cost(11, ORDERS, "100", "EUR")
                        .read())
                .containsExactly("cost stores - acc-1 Database Service - - 11–11 100 EUR → 80 CHF");
    }

    @Test
    void daysOfSeveralRatesShareALineThatNamesEachRate() {
        PriceLine line = new Cases()
                .rate(1, "EUR", "0.9")
                .rate(10, "EUR", "0.8")
                .cost(9, ORDERS, "100", "EUR")
                .cost(10, ORDERS, "50", "EUR")
                .cost(11, ORDERS, "50", "EUR")
                .price()
                .lines()
                .get(0);

        assertThat(Cases.read(line)).isEqualTo("cost stores - acc-1 Database Service - - 9–11 200 EUR → 170 CHF");
        assertThat(line.steps())
                .filteredOn(PriceStep.Converted.class::isInstance)
                .map(PriceStep.Converted.class::cast)
                .extracting(
                        step -> Cases.plain(step.of()) + " at " + step.rate().rate() + " of "
                                + step.rate().day() + " by " + step.rate().source())
                .containsExactly("100 EUR at 0.9 of 2026-10-01 by ECB", "100 EUR at 0.8 of 2026-10-10 by ECB");
    }

    @Test
    void twoCurrenciesAreNeverAdded() {
        assertThat(new Cases()
                        .rate(1, "EUR", "0.9")
                        .cost(1, ORDERS, "100", "EUR")
                        .cost(1, ORDERS, "100", "CHF")
                        .read())
                .containsExactly(
                        "cost stores - acc-1 Database Service - - 1–1 100 CHF → 100 CHF",
                        "cost stores - acc-1 Database Service - - 1–1 100 EUR → 90 CHF");
    }

    @Test
    void aComponentsCostIsConvertedBeforeItIsShared() {
        PricingResult result = ServiceRouteTest.twoServices("1", "2", null)
                .component(null, null, "1")
                .rate(1, "EUR", "0.9")
                .rate(2, "EUR", "0.8")
                .cost(1, DATABASE, "100", "EUR")
                .cost(2, DATABASE, "100", "EUR")
                .price();

        // 100 · 0.9 + 100 · 0.8 = 170, of which a third and two thirds
        assertThat(result.lines())
                .extracting(line -> line.amount().amount().toPlainString())
                .containsExactly("56.666666666666666666", "113.333333333333333334");
    }

    @Test
    void allMissingPairsAreNamedAtOnceEachWithItsFirstDay() {
        assertThatThrownBy(() -> new Cases()
                        .rate(5, "EUR", "0.9")
                        .cost(4, ORDERS, "1", "EUR")
                        .cost(3, ORDERS, "1", "EUR")
                        .cost(6, ORDERS, "1", "USD")
                        .price())
                .hasMessage("PRICE_RATE_MISSING currencies: there is no rate on or before the day for"
                        + " EUR to CHF on 2026-10-03, USD to CHF on 2026-10-06."
                        + " Add a rate of that day or an earlier one to 'currencies', or change 'currency'.")
                .extracting("code.kind")
                .isEqualTo(ErrorKind.CONFIG);
    }

    @Test
    void noRateIsTurnedRound() {
        Cases cases = new Cases().cost(4, ORDERS, "1", "EUR");
        cases.rates.add(new ExchangeRate(day(1), "CHF", "EUR", number("1.1"), "ECB"));

        assertThatThrownBy(cases::price).hasMessageStartingWith("PRICE_RATE_MISSING");
    }

    @Test
    void twoRatesOfOneDayAreRefused() {
        assertThatThrownBy(() ->
                        new Cases().rate(1, "EUR", "0.9").rate(1, "EUR", "0.91").price())
                .hasMessage("PRICE_RATE_TWICE currencies: the rate EUR to CHF of 2026-10-01 is there twice:"
                        + " 0.9 by ECB and 0.91 by ECB. Keep one of them.");
    }

    @Test
    void anAmountBeyondEighteenDecimalsIsRoundedHalfEvenAndSaysSo() {
        PriceLine line = new Cases()
                .rate(1, "EUR", "0.5")
                .cost(1, ORDERS, "0.000000000000000003", "EUR")
                .price()
                .lines()
                .get(0);

        assertThat(line.amount().amount()).isEqualTo(new BigDecimal("0.000000000000000002"));
        assertThat(line.steps().get(line.steps().size() - 1)).isInstanceOf(PriceStep.Rounded.class);
    }
}
