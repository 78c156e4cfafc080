package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Money;
import org.apportion.model.price.Account;
import org.apportion.model.price.Price.PerUsage;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;
import org.jspecify.annotations.Nullable;

/** Quantities times prices per unit of usage: unit price → conversion. */
final class UsagePrices {
    private final Terms terms;
    private final Map<String, ScopedPrices<PerUsage>> byMetric = new HashMap<>();
    private final TreeMap<Used, Stretches> usage = new TreeMap<>();
    private final Set<String> unitUnknown = new TreeSet<>(CodePointOrder.INSTANCE);

    UsagePrices(Terms terms) {
        this.terms = terms;
        terms.prices(PerUsage.class).stream()
                .collect(Collectors.groupingBy(PerUsage::metric))
                .forEach((metric, prices) ->
                        byMetric.put(metric, new ScopedPrices<>(prices, PerUsage::scope, terms.units())));
    }

    private record Used(
            String metric,
            @Nullable String unit,
            @Nullable String account,
            @Nullable String service,
            @Nullable String usageUnit)
            implements Comparable<Used> {
        private static final Comparator<@Nullable String> TEXT = Comparator.nullsLast(CodePointOrder.INSTANCE);
        private static final Comparator<Used> ORDER = Comparator.comparing(Used::metric, CodePointOrder.INSTANCE)
                .thenComparing(Used::unit, TEXT)
                .thenComparing(Used::account, TEXT)
                .thenComparing(Used::service, TEXT)
                .thenComparing(Used::usageUnit, TEXT);

        @Override
        public int compareTo(Used other) {
            return ORDER.compare(this, other);
        }
    }

    private record Same(@Nullable PerUsage price, @Nullable Account account, int minimums) {}

    void add(UsageTotal total) {
        if (byMetric.containsKey(total.metric())) {
            Used used = new Used(total.metric(), total.unit(), total.account(), total.service(), total.usageUnit());
            usage.computeIfAbsent(used, key -> new Stretches())
                    .add(new Stretch(
                            terms.timeline().stretch(total.day()), total.day(), total.day(), total.quantity()));
        }
    }

    List<PriceLine> lines() {
        List<PriceLine> lines = new ArrayList<>();
        usage.forEach((used, stretches) -> {
            ScopedPrices<PerUsage> prices = byMetric.get(used.metric());
            List<PerUsage> candidates =
                    prices == null ? List.of() : prices.matching(used.unit(), used.account(), used.service());
            for (Run<Same> run : stretches.runs(stretch -> termsOf(used, candidates, stretch))) {
                PerUsage price = run.state().price();
                if (price != null) {
                    requireUnit(price, used);
                    lines.add(line(used, price, run));
                }
            }
        });
        return lines;
    }

    /** Ids of prices whose unit the samples do not name. */
    Set<String> unitUnknown() {
        return unitUnknown;
    }

    private Same termsOf(Used used, List<PerUsage> candidates, Stretch stretch) {
        return new Same(
                ScopedPrices.on(stretch.first(), candidates),
                terms.catalog().account(used.account(), stretch.first()),
                terms.minimums().stretch(stretch.first()));
    }

    private PriceLine line(Used used, PerUsage price, Run<Same> run) {
        BigDecimal quantity = run.total();
        Money perUnit = price.pricePerUnit();
        Calculation calculation = Calculation.of(new PriceStep.UnitPrice(
                quantity,
                used.metric(),
                used.usageUnit(),
                perUnit,
                new Money(quantity.multiply(perUnit.amount()), perUnit.currency())));
        List<Stretch> pieces = run.stretches().stream()
                .map(stretch -> stretch.withAmount(stretch.amount().multiply(perUnit.amount())))
                .toList();
        calculation = terms.conversion().apply(calculation, pieces).rounded();
        Account account = run.state().account();
        Position position = new Position(
                Route.ACCOUNT,
                Kind.USAGE,
                used.unit(),
                account == null ? null : account.customer(),
                used.account(),
                used.service(),
                null);
        return new PriceLine(
                position,
                run.from(),
                run.to(),
                price.id(),
                quantity,
                Money.zero(terms.conversion().currency()),
                calculation.value(),
                calculation.steps());
    }

    private void requireUnit(PerUsage price, Used used) {
        if (price.usageUnit() != null && used.usageUnit() == null) {
            unitUnknown.add(price.id());
        } else if (price.usageUnit() != null && !price.usageUnit().equals(used.usageUnit())) {
            throw new ApportionException(
                    PriceError.PRICE_USAGE_UNIT,
                    "price " + price.id(),
                    "it is per " + price.usageUnit() + ", but samples of " + used.metric() + " come in "
                            + used.usageUnit() + ".",
                    "Make a price for that unit, or convert the samples where they are imported.");
        }
    }
}
