package org.apportion.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.model.Validity;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.Price;
import org.apportion.model.price.PriceBook;
import org.junit.jupiter.api.Test;

/** A small part of a large month; {@code -Dpricing.services=300} prices the whole. */
class PricingSizeTest {
    private static final List<String> UNITS = names("unit-", 1_000);
    private static final List<String> SERVICES = names("service-", Integer.getInteger("pricing.services", 10));

    @Test
    void aMonthOfThousandUnitsAndManyServicesIsPricedFromAStream() {
        List<Price> prices = new ArrayList<>(
                List.of(new Price.Multiplier("markup", Price.Scope.ANY, new BigDecimal("1.1"), Validity.ALWAYS)));
        for (String unit : UNITS) {
            Price.Scope scope = Cases.scope(null, null, unit);
            prices.add(new Price.Multiplier("markup-" + unit, scope, new BigDecimal("1.05"), Cases.from(15)));
            prices.add(new Price.Minimum("least-" + unit, scope, Cases.chf("10"), Validity.ALWAYS));
        }
        List<ExchangeRate> rates = List.of(
                new ExchangeRate(Cases.day(1), "USD", "CHF", new BigDecimal("0.8765"), "ECB"),
                new ExchangeRate(Cases.day(20), "USD", "CHF", new BigDecimal("0.8712"), "ECB"));
        Organization organization = new Organization(UNITS.stream()
                .map(unit -> new OrganizationUnit(unit, unit, "team", null, null, null, List.of()))
                .toList());

        PricingResult result = Pricing.price(new PricingInput(
                Cases.OCTOBER,
                PricingSizeTest::costs,
                List.of(),
                new PriceBook(prices, List.of(), List.of(), List.of(), List.of()),
                organization,
                rates,
                "CHF"));

        // 0.5 USD a day for each unit and service; each key has a line until the 14th and one from the 15th
        assertThat(result.lines()).hasSize(2 * UNITS.size() * SERVICES.size());
        assertThat(result.costs().get("USD"))
                .isEqualByComparingTo(
                        BigDecimal.valueOf(31L * UNITS.size() * SERVICES.size()).multiply(new BigDecimal("0.5")));
    }

    private static Iterator<AllocatedTotal> costs() {
        BigDecimal amount = new BigDecimal("0.500000000000000000");
        return UNITS.stream()
                .flatMap(unit -> SERVICES.stream().flatMap(service -> month(unit, service, amount)))
                .iterator();
    }

    private static Stream<AllocatedTotal> month(String unit, String service, BigDecimal amount) {
        return IntStream.rangeClosed(1, 31)
                .mapToObj(day -> new AllocatedTotal(Cases.day(day), unit, "account", service, null, "USD", amount));
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
