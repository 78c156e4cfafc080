package org.apportion.price;

import static org.apportion.price.Cases.day;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apportion.model.Consumer;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.Account;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.price.Tariff;
import org.jspecify.annotations.Nullable;

/** A month of hostile shapes: mid-month changes, three currencies, late days, credits, gaps in validity, odd decimals. */
final class RandomMonth {
    final Cases cases = new Cases();
    private final Random random;

    RandomMonth(Random random) {
        this.random = random;
        cases.customer("a-team", "shop").customer("b-team", null);
        for (String currency : List.of("EUR", "USD")) {
            for (int start = 0; start < 31; start += 1 + random.nextInt(12)) {
                cases.rates.add(
                        new ExchangeRate(day(1).minusDays(10).plusDays(start), currency, "CHF", positive(6), "ECB"));
            }
        }
        cases.accounts.addAll(List.of(
                new Account("acc-1", null, "a-team", null, Cases.until(12)),
                new Account("acc-1", null, pick("b-team", null), null, Cases.from(12))));
        for (int i = 0; i < 3; i++) {
            component("component-" + i, Consumer.tag("component", "c" + i));
        }
        for (int i = 0; i < 4; i++) {
            service("service-" + i);
        }
        for (int i = 0; i < 3; i++) {
            resale(i);
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            cases.prices.add(price("price-" + i));
        }
        for (int i = random.nextInt(60); i > 0; i--) {
            cases.costs.add(cost());
            cases.usage.add(new UsageTotal(
                    someDay(),
                    required("cpu", "disk"),
                    unit(),
                    pick("acc-1", null),
                    pick("Compute", null),
                    positive(9),
                    null));
        }
    }

    PricingInput input() {
        return cases.input();
    }

    private AllocatedTotal cost() {
        BigDecimal amount = new BigDecimal(new BigInteger(random.nextInt(90), random), 18)
                .multiply(BigDecimal.valueOf(random.nextInt(4) == 0 ? -1 : 1));
        return new AllocatedTotal(
                someDay(),
                unit(),
                pick("acc-1", "acc-2", null),
                pick("Compute", "Storage", null),
                random.nextBoolean() ? null : Consumer.tag("component", "c" + random.nextInt(4)),
                required("CHF", "EUR", "USD"),
                amount);
    }

    private void component(String id, Consumer source) {
        LocalDate change = day(1 + random.nextInt(31));
        List<Validity> times = random.nextBoolean()
                ? List.of(Validity.ALWAYS)
                : List.of(new Validity(null, change), new Validity(change.plusDays(random.nextInt(3)), null));
        for (Validity time : times) {
            List<ServiceComponent.Part> parts = new ArrayList<>();
            parts.add(new ServiceComponent.Part("cpu", "CPU", maybeMoney(), pick(new BigDecimal("0.333"), null)));
            parts.add(new ServiceComponent.Part("ram", "RAM", maybeMoney(), pick(new BigDecimal("0.667"), null)));
            cases.components.add(new ServiceComponent(
                    id,
                    id,
                    source,
                    maybeMoney(),
                    maybeMoney(),
                    new BigDecimal(required("1", "0", "1.0567")),
                    parts,
                    time));
        }
    }

    private void service(String id) {
        List<InternalService.Use> uses = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            BigDecimal quantity = random.nextInt(5) == 0 ? BigDecimal.ZERO : positive(9);
            uses.add(new InternalService.Use(
                    "use-" + i, "component-" + random.nextInt(3), pick("cpu", "ram", null), quantity, validity()));
        }
        cases.services.add(new InternalService(
                id, id, pick("a-team", "b-team", null), null, random.nextInt(4) > 0, uses, validity()));
    }

    /** Contains only services of components before it, so that there is no cycle. */
    private void resale(int component) {
        List<String> services = cases.services.stream()
                .filter(service -> service.uses().stream()
                        .allMatch(use -> use.component().compareTo("component-" + component) < 0))
                .map(InternalService::id)
                .filter(service -> random.nextBoolean())
                .toList();
        if (random.nextBoolean()) {
            cases.prices.add(new Price.Resale(
                    "resale-" + component, "component-" + component, required("shop", "stores"), services, validity()));
        }
    }

    private Price price(String id) {
        Price.Scope scope = new Price.Scope(pick("acc-1", null), pick("Compute", null), unit());
        return switch (random.nextInt(6)) {
            case 0 -> new Price.PerUsage(id, scope, required("cpu", "disk"), null, money(), validity());
            case 1 -> new Price.PerMonth(id, required("shop", "retail"), null, money(), validity());
            case 2 -> new Price.Minimum(id, scope, money(), validity());
            case 4 -> new Price.ByTariff(id, scope, required("cpu", "disk"), null, tariff(), wholeMonths());
            case 3 -> new Price.OneOff(id, "shop", day(1 + random.nextInt(31)), "Setup", money());
            default -> new Price.Multiplier(id, scope, positive(5), validity());
        };
    }

    private Tariff tariff() {
        String currency = required("CHF", "EUR", "USD");
        List<Tariff.Tier> tiers = List.of(
                new Tariff.Tier(BigDecimal.TEN, new Money(positive(4), currency)),
                new Tariff.Tier(new BigDecimal("12345.678"), new Money(positive(9), currency)),
                new Tariff.Tier(null, new Money(positive(4), currency)));
        Tariff.Way way = switch (random.nextInt(3)) {
            case 0 -> new Tariff.Graduated(tiers);
            case 1 -> new Tariff.Volume(tiers);
            default -> new Tariff.Packages(positive(3), new Money(positive(4), currency));
        };
        Tariff.CountedPer[] per = Tariff.CountedPer.values();
        return new Tariff(way, random.nextBoolean() ? BigDecimal.ZERO : positive(3), per[random.nextInt(per.length)]);
    }

    private Validity validity() {
        LocalDate change = day(1 + random.nextInt(31));
        return switch (random.nextInt(4)) {
            case 0 -> new Validity(change, null);
            case 1 -> new Validity(null, change);
            case 2 -> new Validity(change, change.plusDays(1 + random.nextInt(9)));
            default -> Validity.ALWAYS;
        };
    }

    private Validity wholeMonths() {
        return switch (random.nextInt(4)) {
            case 0 -> new Validity(day(1), null);
            case 1 -> new Validity(null, day(1).plusMonths(1));
            case 2 -> new Validity(day(1).plusMonths(1), null);
            default -> Validity.ALWAYS;
        };
    }

    private LocalDate someDay() {
        return day(1).plusDays(random.nextInt(36) - 3L);
    }

    private @Nullable String unit() {
        return pick("shop", "search", "stores", "online", "unknown", null);
    }

    private Money money() {
        return new Money(positive(4), required("CHF", "EUR", "USD"));
    }

    private @Nullable Money maybeMoney() {
        return random.nextBoolean() ? money() : null;
    }

    private BigDecimal positive(int scale) {
        return new BigDecimal(new BigInteger(30, random).add(BigInteger.ONE), random.nextInt(scale + 1));
    }

    private String required(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @SafeVarargs
    private <T> @Nullable T pick(@Nullable T... choices) {
        return Arrays.asList(choices).get(random.nextInt(choices.length));
    }
}
