package org.apportion.config.section;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Consumer;
import org.apportion.model.price.Price;
import org.apportion.model.price.PriceBook;
import org.apportion.model.price.Tariff;

/** Section {@code prices}: the price book; its objects are read by {@link ServicesReader}. */
final class PricesSection {
    private final Problems problems;
    private final String currency;
    private final Consumers consumers;
    private final Names names;
    private final TariffReader tariffs;
    private final List<Price> prices = new ArrayList<>();
    private final PriceBook book;

    PricesSection(MapNode root, Problems problems, String currency, Consumers consumers) {
        this.problems = problems;
        this.currency = currency;
        this.consumers = consumers;
        this.names = new Names("The price", problems);
        this.tariffs = new TariffReader(problems, currency);
        Fields section = Fields.section(root, "prices", problems);
        section.items("multipliers").forEach(this::multiplier);
        section.items("per-usage").forEach(this::perUsage);
        section.items("per-month").forEach(this::perMonth);
        section.items("minimums").forEach(this::minimum);
        section.items("one-offs").forEach(this::oneOff);
        ServicesReader services = new ServicesReader(section, problems, currency, consumers);
        this.book = new PriceBook(
                prices, services.accounts(), services.customers(), services.components(), services.services());
    }

    PriceBook book() {
        return book;
    }

    private void multiplier(Fields price) {
        List<String> forms = List.of("factor", "markup", "discount").stream()
                .filter(form -> price.node(form).isPresent())
                .toList();
        if (forms.size() != 1) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    price.place(),
                    "The price has " + (forms.isEmpty() ? "no factor" : String.join(" and ", forms)) + ".",
                    "Write exactly one of factor, markup and discount.");
        }
        Optional<BigDecimal> factor = price.decimal("factor")
                .or(() -> percent(price, "markup").map(BigDecimal.ONE::add))
                .or(() -> percent(price, "discount").map(BigDecimal.ONE::subtract));
        Price.Scope scope = scope(price);
        id(price)
                .ifPresent(id -> factor.ifPresent(
                        value -> prices.add(new Price.Multiplier(id, scope, value, price.validity()))));
    }

    /** {@code 10 %} is 0.10, exact. */
    private static Optional<BigDecimal> percent(Fields price, String key) {
        return price.text(key)
                .map(text -> text.replace("%", "").strip())
                .filter(text -> text.matches("[0-9]{1,18}([.][0-9]{1,30})?"))
                .map(text -> new BigDecimal(text).movePointLeft(2));
    }

    private void perUsage(Fields price) {
        Price.Scope scope = scope(price);
        Optional<String> metric = price.text("metric");
        String usageUnit = price.textOrNull("usage-unit");
        Optional<String> id = id(price);
        if (!tariffs.isTariff(price)) {
            id.ifPresent(name -> price.money("price", currency)
                    .ifPresent(money -> metric.ifPresent(of ->
                            prices.add(new Price.PerUsage(name, scope, of, usageUnit, money, price.validity())))));
            return;
        }
        Optional<Tariff> tariff = tariffs.read(price);
        id.ifPresent(name -> tariff.ifPresent(way -> metric.ifPresent(
                of -> prices.add(new Price.ByTariff(name, scope, of, usageUnit, way, tariffs.wholeMonths(price))))));
    }

    private void perMonth(Fields price) {
        Optional<String> unit = unit(price);
        id(price)
                .ifPresent(id -> price.money("amount", currency)
                        .ifPresent(money -> unit.ifPresent(name -> prices.add(
                                new Price.PerMonth(id, name, price.textOrNull("service"), money, price.validity())))));
    }

    private void minimum(Fields price) {
        Price.Scope scope = scope(price);
        id(price)
                .ifPresent(id -> price.money("amount", currency)
                        .ifPresent(money -> prices.add(new Price.Minimum(id, scope, money, price.validity()))));
    }

    private void oneOff(Fields price) {
        Optional<String> unit = unit(price);
        var day = price.date("day");
        id(price)
                .ifPresent(id -> price.money("amount", currency)
                        .ifPresent(money -> unit.ifPresent(name -> day.ifPresent(date -> prices.add(new Price.OneOff(
                                id, name, date, price.text("reason").orElse(""), money))))));
    }

    private Optional<String> id(Fields price) {
        return price.scalar("id").filter(names::add).map(ScalarNode::text);
    }

    private Optional<String> unit(Fields price) {
        return price.scalar("unit")
                .flatMap(id -> consumers.unit(id.text(), id.place()))
                .map(Consumer::name);
    }

    private Price.Scope scope(Fields price) {
        return new Price.Scope(
                price.textOrNull("account"),
                price.textOrNull("service"),
                unit(price).orElse(null));
    }
}
