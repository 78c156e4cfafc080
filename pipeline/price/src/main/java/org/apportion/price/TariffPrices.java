package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.Money;
import org.apportion.model.price.Price.ByTariff;
import org.apportion.model.price.Tariff;
import org.apportion.price.PriceStep.CountedUsage;
import org.jspecify.annotations.Nullable;

/**
 * Usage with a tariff: what is counted together is priced as one month's quantity; then each portion takes its share by
 * quantity, so that it makes no difference in which order units, accounts or days use it. Included quantity, tiers or packages
 * → rounding to 18 decimals → share → conversion.
 */
final class TariffPrices {
    private final Terms terms;
    private final Map<Group, List<UsagePortion>> groups = new LinkedHashMap<>();

    TariffPrices(Terms terms) {
        this.terms = terms;
    }

    /** What is counted together; quantities in different units never are. */
    private record Group(
            ByTariff price, @Nullable String of, @Nullable String usageUnit) {}

    /** @param portion the order of portions is the order of the split */
    void add(ByTariff price, UsagePortion portion) {
        String of = switch (price.tariff().countedPer()) {
            case UNIT -> portion.used().unit();
            case ACCOUNT -> portion.used().account();
            case ALL -> null;
        };
        groups.computeIfAbsent(new Group(price, of, portion.used().usageUnit()), group -> new ArrayList<>())
                .add(portion);
    }

    List<PriceLine> lines() {
        List<PriceLine> lines = new ArrayList<>();
        groups.forEach((group, portions) -> lines.addAll(lines(group, portions)));
        return lines;
    }

    private List<PriceLine> lines(Group group, List<UsagePortion> portions) {
        Tariff tariff = group.price().tariff();
        List<BigDecimal> quantities =
                portions.stream().map(UsagePortion::quantity).toList();
        BigDecimal total = quantities.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        CountedUsage usage = new CountedUsage(
                group.price().metric(), group.usageUnit(), tariff.countedPer().text());
        Calculation whole = TariffAmount.of(tariff, usage, total).rounded();
        List<BigDecimal> amounts = byQuantity(whole.value().amount(), quantities);
        List<PriceLine> lines = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < portions.size(); i++) {
            Calculation calculation = whole;
            if (portions.size() > 1 && total.signum() > 0) {
                Money share = new Money(amounts.get(i), tariff.way().currency());
                calculation = whole.then(new PriceStep.Share(quantities.get(i), before, total, share));
                before = before.add(quantities.get(i));
            }
            lines.add(portions.get(i).line(terms, converted(calculation, portions.get(i))));
        }
        return lines;
    }

    /** What arose on a day takes the rate of the day. */
    private Calculation converted(Calculation calculation, UsagePortion portion) {
        List<Stretch> stretches = portion.stretches();
        List<BigDecimal> amounts = byQuantity(
                calculation.value().amount(),
                stretches.stream().map(Stretch::amount).toList());
        List<Stretch> pieces = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            pieces.add(stretches.get(i).withAmount(amounts.get(i)));
        }
        return terms.conversion().apply(calculation, pieces);
    }

    /** Nothing costs nothing, so there is no amount without a quantity. */
    private static List<BigDecimal> byQuantity(BigDecimal amount, List<BigDecimal> quantities) {
        return amount.signum() == 0
                ? Collections.nCopies(quantities.size(), BigDecimal.ZERO)
                : ExactSplit.split(amount, quantities);
    }
}
