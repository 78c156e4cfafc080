package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Money;
import org.apportion.model.price.Price.Minimum;
import org.apportion.model.price.Price.Scope;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;

/**
 * Fills totals up to their minimum. Looked at after all other lines, narrow scopes first (more fields, then the deeper unit,
 * then the id), and what one minimum fills counts for the wider ones.
 */
final class Minimums {
    private final Terms terms;
    private final ScopedPrices<Minimum> minimums;
    private final Map<Minimum, BigDecimal> totals = new HashMap<>();

    Minimums(Terms terms) {
        this.terms = terms;
        minimums = new ScopedPrices<>(terms.prices(Minimum.class), Minimum::scope, terms.units());
    }

    /** @param others all other lines of the month */
    List<PriceLine> lines(List<PriceLine> others) {
        List<Minimum> narrowFirst = terms.prices(Minimum.class).stream()
                .sorted(Comparator.comparing(
                                (Minimum minimum) -> minimum.scope().rank())
                        .thenComparing(minimum ->
                                terms.units().path(minimum.scope().unit()).size())
                        .reversed()
                        .thenComparing(Minimum::id, CodePointOrder.INSTANCE))
                .toList();
        others.forEach(this::count);
        List<PriceLine> lines = new ArrayList<>();
        for (Minimum minimum : narrowFirst) {
            DayRange.of(terms.month(), minimum.validity())
                    .flatMap(days -> gap(minimum, days))
                    .ifPresent(line -> {
                        count(line);
                        lines.add(line);
                    });
        }
        return lines;
    }

    private void count(PriceLine line) {
        Position position = line.position();
        for (Minimum minimum : minimums.matching(position.unit(), position.account(), position.service())) {
            if (minimum.validity().contains(line.fromDay())) {
                totals.merge(minimum, line.amount().amount(), BigDecimal::add);
            }
        }
    }

    private Optional<PriceLine> gap(Minimum minimum, DayRange days) {
        Calculation least = Calculation.of(new PriceStep.FixedPrice(minimum.id(), minimum.amount()));
        least = terms.conversion().apply(least, days).days(days, terms.month()).rounded();
        Money asked = least.value();
        Money total = new Money(totals.getOrDefault(minimum, BigDecimal.ZERO), asked.currency());
        Money gap = asked.minus(total);
        if (gap.amount().signum() <= 0) {
            return Optional.empty();
        }
        Calculation calculation = least.then(new PriceStep.Gap(asked, total, gap));
        Scope scope = minimum.scope();
        return Optional.of(new PriceLine(
                new Position(Route.ACCOUNT, Kind.MINIMUM, scope.unit(), null, scope.account(), scope.service(), null),
                days.from(),
                days.to(),
                minimum.id(),
                null,
                Money.zero(asked.currency()),
                gap,
                calculation.steps()));
    }
}
