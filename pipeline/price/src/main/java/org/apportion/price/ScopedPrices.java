package org.apportion.price;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apportion.model.price.Price;
import org.apportion.model.price.Price.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Finds prices by scope in the order of precedence of {@link org.apportion.model.price.PriceBook}. The work depends on the
 * depth of the tree of units, not on the number of prices.
 */
final class ScopedPrices<P extends Price> {
    private static final int UNIT = 4;
    private static final int ACCOUNT = 2;
    private static final int SERVICE = 1;

    /** Fields set, more of them first; of equal number unit before account before service. */
    private static final int[] SHAPES = {
        UNIT | ACCOUNT | SERVICE, UNIT | ACCOUNT, UNIT | SERVICE, ACCOUNT | SERVICE, UNIT, ACCOUNT, SERVICE, 0
    };

    private final Map<Scope, List<P>> byScope = new HashMap<>();
    private final Set<Integer> shapes = new HashSet<>();
    private final UnitTree units;

    ScopedPrices(List<P> prices, Function<P, Scope> scopeOf, UnitTree units) {
        this.units = units;
        for (P price : prices) {
            Scope scope = scopeOf.apply(price);
            byScope.computeIfAbsent(scope, key -> new ArrayList<>()).add(price);
            shapes.add(shape(scope));
        }
        // The sort is stable: prices that begin on the same day stay in the order of the book.
        byScope.values().forEach(list -> list.sort(ScopedPrices::laterFirst));
    }

    /** All prices whose scope covers this, the one that takes precedence first, whenever they are valid. */
    List<P> matching(@Nullable String unit, @Nullable String account, @Nullable String service) {
        if (byScope.isEmpty()) {
            return List.of();
        }
        List<P> found = new ArrayList<>();
        for (int shape : SHAPES) {
            boolean possible = shapes.contains(shape)
                    && ((shape & ACCOUNT) == 0 || account != null)
                    && ((shape & SERVICE) == 0 || service != null);
            if (possible) {
                String asked = (shape & ACCOUNT) == 0 ? null : account;
                String served = (shape & SERVICE) == 0 ? null : service;
                if ((shape & UNIT) == 0) {
                    found.addAll(byScope.getOrDefault(new Scope(asked, served, null), List.of()));
                } else {
                    units.path(unit)
                            .forEach(id -> found.addAll(byScope.getOrDefault(new Scope(asked, served, id), List.of())));
                }
            }
        }
        return found;
    }

    /** The first of these that holds on the day. */
    static <P extends Price> @Nullable P on(LocalDate day, List<P> prices) {
        for (P price : prices) {
            if (price.validity().contains(day)) {
                return price;
            }
        }
        return null;
    }

    private static int shape(Scope scope) {
        return (scope.unit() == null ? 0 : UNIT)
                | (scope.account() == null ? 0 : ACCOUNT)
                | (scope.service() == null ? 0 : SERVICE);
    }

    private static int laterFirst(Price left, Price right) {
        Comparator<@Nullable LocalDate> latestFirst = Comparator.nullsLast(Comparator.reverseOrder());
        return latestFirst.compare(left.validity().from(), right.validity().from());
    }
}
