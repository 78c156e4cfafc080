package org.apportion.price;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Money;
import org.apportion.model.price.Account;
import org.apportion.model.price.Price;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;
import org.jspecify.annotations.Nullable;

/**
 * Usage of one kind in neighboring days with one price: what one price line is made of.
 *
 * @param account as configured on these days; null if it is not
 * @param stretches quantities by time, not empty
 */
record UsagePortion(
        Used used, Price.OfUsage price, @Nullable Account account, List<Stretch> stretches) {
    UsagePortion {
        stretches = List.copyOf(stretches);
    }

    /** Usage that agrees in everything but its day. */
    record Used(
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

    BigDecimal quantity() {
        return stretches.stream().map(Stretch::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    PriceLine line(Terms terms, Calculation calculation) {
        Calculation rounded = calculation.rounded();
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
                stretches.get(0).first(),
                stretches.get(stretches.size() - 1).end(),
                price.id(),
                quantity(),
                Money.zero(terms.conversion().currency()),
                rounded.value(),
                rounded.steps());
    }
}
