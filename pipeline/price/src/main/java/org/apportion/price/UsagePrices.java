package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
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
import org.apportion.model.price.Price.ByTariff;
import org.apportion.model.price.Price.OfUsage;
import org.apportion.model.price.Price.PerUsage;
import org.apportion.price.UsagePortion.Used;
import org.jspecify.annotations.Nullable;

/** Quantities times prices per unit of usage: unit price → conversion; or by tariff. */
final class UsagePrices {
    private final Terms terms;
    private final Map<String, ScopedPrices<OfUsage>> byMetric = new HashMap<>();
    private final TreeMap<Used, Stretches> usage = new TreeMap<>();
    private final Set<String> unitUnknown = new TreeSet<>(CodePointOrder.INSTANCE);

    UsagePrices(Terms terms) {
        this.terms = terms;
        terms.prices(OfUsage.class).stream()
                .collect(Collectors.groupingBy(OfUsage::metric))
                .forEach((metric, prices) ->
                        byMetric.put(metric, new ScopedPrices<>(prices, OfUsage::scope, terms.units())));
    }

    private record Same(@Nullable OfUsage price, @Nullable Account account, int minimums) {}

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
        TariffPrices tariffs = new TariffPrices(terms);
        for (UsagePortion portion : portions()) {
            if (portion.price() instanceof PerUsage price) {
                lines.add(portion.line(terms, product(portion, price)));
            } else if (portion.price() instanceof ByTariff price) {
                tariffs.add(price, portion);
            }
        }
        lines.addAll(tariffs.lines());
        return lines;
    }

    /** Ids of prices whose unit the samples do not name. */
    Set<String> unitUnknown() {
        return unitUnknown;
    }

    private List<UsagePortion> portions() {
        List<UsagePortion> portions = new ArrayList<>();
        usage.forEach((used, stretches) -> {
            ScopedPrices<OfUsage> prices = byMetric.get(used.metric());
            List<OfUsage> candidates =
                    prices == null ? List.of() : prices.matching(used.unit(), used.account(), used.service());
            for (Run<Same> run : stretches.runs(stretch -> termsOf(used, candidates, stretch))) {
                OfUsage price = run.state().price();
                if (price != null) {
                    requireUnit(price, used);
                    portions.add(new UsagePortion(used, price, run.state().account(), run.stretches()));
                }
            }
        });
        return portions;
    }

    private Same termsOf(Used used, List<OfUsage> candidates, Stretch stretch) {
        return new Same(
                ScopedPrices.on(stretch.first(), candidates),
                terms.catalog().account(used.account(), stretch.first()),
                terms.minimums().stretch(stretch.first()));
    }

    private Calculation product(UsagePortion portion, PerUsage price) {
        BigDecimal quantity = portion.quantity();
        Money perUnit = price.pricePerUnit();
        Calculation calculation = Calculation.of(new PriceStep.UnitPrice(
                quantity,
                portion.used().metric(),
                portion.used().usageUnit(),
                perUnit,
                new Money(quantity.multiply(perUnit.amount()), perUnit.currency())));
        List<Stretch> pieces = portion.stretches().stream()
                .map(stretch -> stretch.withAmount(stretch.amount().multiply(perUnit.amount())))
                .toList();
        return terms.conversion().apply(calculation, pieces);
    }

    private void requireUnit(OfUsage price, Used used) {
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
