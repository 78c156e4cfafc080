package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.ApportionException;
import org.apportion.model.CodePointOrder;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.PriceBook;
import org.jspecify.annotations.Nullable;

/**
 * Prices a billing month. The same input gives the same lines in the same order, whatever the order of its totals.
 *
 * <p>Each cost travels one route. On the day of the cost, if its consumer is the source of a component, its services share
 * it; else its own unit and account pay it. Then positions without a cost are added: usage prices, component prices, fixed
 * prices, one-offs; minimums last. The cost of a component that a unit re-sells stays with its own unit; the component asks for it
 * again, and the unit is credited.
 */
public final class Pricing {
    private static final Comparator<@Nullable String> TEXT = Comparator.nullsLast(CodePointOrder.INSTANCE);
    private static final Comparator<PriceLine> ORDER = Comparator.comparing(PriceLine::position)
            .thenComparing(PriceLine::fromDay)
            .thenComparing(PriceLine::toDay)
            .thenComparing(PriceLine::price, TEXT)
            .thenComparing(line -> line.cost().currency(), CodePointOrder.INSTANCE);

    private Pricing() {}

    /**
     * First days of something new: a price, an object of the price book, an exchange rate. In order of time. Costs of days between
     * two of them may be added before they are priced: the result is the same.
     *
     * @param currency in which all amounts are asked
     */
    public static List<LocalDate> changes(PriceBook book, List<ExchangeRate> rates, String currency) {
        return Terms.changes(new Conversion(rates, currency), book).stream()
                .sorted()
                .toList();
    }

    /**
     * Prices the month.
     *
     * @throws ApportionException of {@link PriceError}: a rate is missing, or the price book contradicts itself
     */
    public static PricingResult price(PricingInput input) {
        Terms terms = Terms.of(input);
        CostIntake intake = new CostIntake(terms);
        input.costs().forEach(intake::add);
        UsagePrices usage = new UsagePrices(terms);
        input.usage().forEach(usage::add);

        List<PriceLine> components = new ComponentPrices(terms).lines();
        ServiceRoute services = new ServiceRoute(terms, intake, components);
        List<PriceLine> lines = new ArrayList<>(services.lines());
        lines.addAll(new AccountRoute(terms).lines(intake.accounts()));
        lines.addAll(usage.lines());
        lines.addAll(components);
        lines.addAll(new FixedPrices(terms).lines());
        // Ties keep the order in which they were made, which is that of ids.
        lines.sort(ORDER);
        lines.addAll(new Minimums(terms).lines(lines));
        lines.sort(ORDER);

        terms.conversion().requireComplete();
        requireSum(intake.totals(), lines);
        Resold.requireZero(Resold.net(lines));
        return new PricingResult(lines, new Warnings(terms).of(lines, services, intake, usage), intake.totals());
    }

    private static void requireSum(SortedMap<String, BigDecimal> allocated, List<PriceLine> lines) {
        SortedMap<String, BigDecimal> difference = new TreeMap<>(allocated);
        for (PriceLine line : lines) {
            difference.merge(line.cost().currency(), line.cost().amount().negate(), BigDecimal::add);
        }
        difference.values().removeIf(amount -> amount.signum() == 0);
        if (!difference.isEmpty()) {
            throw new ApportionException(
                    PriceError.PRICE_SUM_BROKEN,
                    "price lines",
                    "their cost differs from the allocated cost by " + difference + ".",
                    "Please report this with the price book; nothing was published.");
        }
    }
}
