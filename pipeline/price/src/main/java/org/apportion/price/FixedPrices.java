package org.apportion.price;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.price.Price;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;
import org.jspecify.annotations.Nullable;

/** Positions without a cost: fixed prices per month by effective days, and one-off positions in the month of their day. */
final class FixedPrices {
    private final Terms terms;

    FixedPrices(Terms terms) {
        this.terms = terms;
    }

    List<PriceLine> lines() {
        List<PriceLine> lines = new ArrayList<>();
        for (Price.PerMonth price : terms.prices(Price.PerMonth.class)) {
            DayRange.of(terms.month(), price.validity())
                    .ifPresent(days -> terms.minimums().cut(days).forEach(piece -> lines.add(monthly(price, piece))));
        }
        for (Price.OneOff price : terms.prices(Price.OneOff.class)) {
            DayRange.of(terms.month(), price.validity()).ifPresent(day -> lines.add(oneOff(price, day)));
        }
        return lines;
    }

    private PriceLine monthly(Price.PerMonth price, DayRange days) {
        Calculation calculation = Calculation.of(new PriceStep.FixedPrice(price.id(), price.amount()));
        calculation = terms.conversion().apply(calculation, days).days(days, terms.month());
        return line(Kind.MONTHLY, price, price.unit(), price.service(), days, calculation);
    }

    private PriceLine oneOff(Price.OneOff price, DayRange day) {
        Calculation calculation = Calculation.of(new PriceStep.FixedPrice(price.reason(), price.amount()));
        return line(
                Kind.ONE_OFF, price, price.unit(), null, day, terms.conversion().apply(calculation, day));
    }

    private PriceLine line(
            Kind kind, Price price, String unit, @Nullable String service, DayRange days, Calculation exact) {
        Calculation calculation = exact.rounded();
        return new PriceLine(
                new Position(Route.ACCOUNT, kind, unit, null, null, service, null),
                days.from(),
                days.to(),
                price.id(),
                null,
                Money.zero(terms.conversion().currency()),
                calculation.value(),
                calculation.steps());
    }
}
