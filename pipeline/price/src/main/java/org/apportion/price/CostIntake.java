package org.apportion.price;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;
import org.apportion.model.price.ServiceComponent;
import org.jspecify.annotations.Nullable;

/**
 * Sends each cost on exactly one route: to its component if its consumer is the source of one, else to its account. The cost of a
 * component that is re-sold stays on the account route; the component only asks for it again.
 */
final class CostIntake {
    private final Terms terms;
    private final Map<Owner, Stretches> accounts = new HashMap<>();
    private final SortedMap<OfComponent, Map<Owner, Stretches>> components = new TreeMap<>();
    private final SortedMap<String, BigDecimal> totals = new TreeMap<>(CodePointOrder.INSTANCE);

    /**
     * Whose cost it is on the account route.
     *
     * @param component set on what comes back from the service route unused
     */
    record Owner(
            @Nullable String unit,
            @Nullable String account,
            @Nullable String service,
            @Nullable String component,
            String currency) {}

    /** A component's cost in one currency. */
    record OfComponent(String component, String currency) implements Comparable<OfComponent> {
        private static final Comparator<OfComponent> ORDER = Comparator.comparing(
                        OfComponent::component, CodePointOrder.INSTANCE)
                .thenComparing(OfComponent::currency, CodePointOrder.INSTANCE);

        @Override
        public int compareTo(OfComponent other) {
            return ORDER.compare(this, other);
        }
    }

    CostIntake(Terms terms) {
        this.terms = terms;
    }

    void add(AllocatedTotal total) {
        totals.merge(total.currency(), total.amount(), BigDecimal::add);
        Owner owner = new Owner(total.unit(), total.account(), total.service(), null, total.currency());
        int index = terms.timeline().stretch(total.day());
        if (index != terms.timeline().stretch(total.lastDay())) {
            throw new IllegalArgumentException(
                    "something changes between " + total.day() + " and " + total.lastDay() + "; these are two totals");
        }
        Stretch stretch = new Stretch(index, total.day(), total.lastDay(), total.amount());
        ServiceComponent component =
                total.consumer() == null ? null : terms.catalog().componentOf(total.consumer(), total.day());
        if (component == null || terms.catalog().resaleOf(component.id(), total.day()) != null) {
            addToAccount(owner, stretch);
        }
        if (component != null) {
            components
                    .computeIfAbsent(new OfComponent(component.id(), total.currency()), key -> new HashMap<>())
                    .computeIfAbsent(owner, key -> new Stretches())
                    .add(stretch);
        }
    }

    void addToAccount(Owner owner, Stretch stretch) {
        accounts.computeIfAbsent(owner, key -> new Stretches()).add(stretch);
    }

    Map<Owner, Stretches> accounts() {
        return accounts;
    }

    SortedMap<OfComponent, Map<Owner, Stretches>> components() {
        return components;
    }

    /** What came in, per currency. */
    SortedMap<String, BigDecimal> totals() {
        return totals;
    }
}
