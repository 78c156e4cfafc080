package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.apportion.model.ApportionException;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Consumer;
import org.apportion.model.Validity;
import org.apportion.model.price.Account;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price.Resale;
import org.apportion.model.price.PriceBook;
import org.apportion.model.price.ResaleOrder;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.price.ServiceCustomer;
import org.jspecify.annotations.Nullable;

/** The objects of a price book by id and day. Refuses a book in which two of one id hold on one day. */
final class Catalog {
    private final Map<String, List<Account>> accounts;
    private final Map<String, List<ServiceComponent>> components;
    private final Map<Consumer, List<ServiceComponent>> bySource;
    private final Map<String, ServiceCustomer> customers = new HashMap<>();
    private final List<Supply> supplies = new ArrayList<>();
    private final Map<String, List<Resale>> resales;
    private final ResaleOrder order;

    Catalog(PriceBook book) {
        accounts = index(book.accounts(), "account", Account::id, Account::validity);
        components = index(book.components(), "component", ServiceComponent::id, ServiceComponent::validity);
        bySource = index(
                book.components().stream()
                        .filter(component -> component.source() != null)
                        .toList(),
                "source of a component",
                Catalog::source,
                ServiceComponent::validity);
        index(book.services(), "service", InternalService::id, InternalService::validity);
        book.components().forEach(Catalog::requireShares);
        book.customers().forEach(customer -> customers.put(customer.id(), customer));
        book.accounts().forEach(account -> requireCustomer("account " + account.id(), account.customer()));
        for (InternalService service : book.services()) {
            requireCustomer("service " + service.id(), service.customer());
            index(
                    service.uses(),
                    "use of service " + service.id(),
                    InternalService.Use::id,
                    InternalService.Use::validity);
            service.uses().forEach(use -> supplies.add(supply(service, use)));
        }
        supplies.sort(Supply.ORDER);
        List<Resale> all = book.prices().stream()
                .filter(Resale.class::isInstance)
                .map(Resale.class::cast)
                .toList();
        resales = index(all, "resale of component", Resale::component, Resale::validity);
        order = new ResaleOrder(all, book.services());
        all.forEach(resale -> requireResale(resale, book));
    }

    /** The account as it is on that day; null if it is not configured. */
    @Nullable
    Account account(@Nullable String id, LocalDate day) {
        return id == null ? null : on(day, accounts.getOrDefault(id, List.of()), Account::validity);
    }

    /** The component whose cost the consumer's charges are on that day. */
    @Nullable
    ServiceComponent componentOf(Consumer source, LocalDate day) {
        return on(day, bySource.getOrDefault(source, List.of()), ServiceComponent::validity);
    }

    Optional<ServiceComponent> component(String id, LocalDate day) {
        return Optional.ofNullable(on(day, versions(id), ServiceComponent::validity));
    }

    /** The component over time. */
    List<ServiceComponent> versions(String id) {
        return components.getOrDefault(id, List.of());
    }

    /** How the component is re-sold on that day; null if it is not. */
    @Nullable
    Resale resaleOf(String component, LocalDate day) {
        return on(day, resales.getOrDefault(component, List.of()), Resale::validity);
    }

    /** Whether the component is re-sold on some day. */
    boolean isResold(String component) {
        return resales.containsKey(component);
    }

    /** Whether something that is re-sold contains the service. */
    boolean isContained(InternalService service) {
        return resales.values().stream()
                .flatMap(List::stream)
                .anyMatch(resale -> resale.services().contains(service.id()));
    }

    /** Ids of all components, each after all that it contains. */
    List<String> inOrder() {
        return order.inOrder(componentIds());
    }

    /** Ids of all components by code point. */
    SortedSet<String> componentIds() {
        SortedSet<String> ids = new TreeSet<>(CodePointOrder.INSTANCE);
        ids.addAll(components.keySet());
        return ids;
    }

    /** All uses, by service id and use id. */
    List<Supply> supplies() {
        return supplies;
    }

    /** The organization unit behind the service's customer. */
    @Nullable
    String unitOf(InternalService service) {
        ServiceCustomer customer = service.customer() == null ? null : customers.get(service.customer());
        return customer == null ? null : customer.unit();
    }

    private Supply supply(InternalService service, InternalService.Use use) {
        String place = "use " + use.id() + " of service " + service.id();
        List<ServiceComponent> versions = versions(use.component());
        if (versions.isEmpty()) {
            throw unknown(place, "component", use.component());
        }
        String part = use.part();
        if (part != null && versions.stream().noneMatch(component -> Pools.part(component, part) != null)) {
            throw unknown(place, "part", use.component() + "/" + part);
        }
        return new Supply(service, use);
    }

    private void requireResale(Resale resale, PriceBook book) {
        String place = "resale " + resale.id();
        if (versions(resale.component()).isEmpty()) {
            throw unknown(place, "component", resale.component());
        }
        for (String service : resale.services()) {
            if (book.services().stream().noneMatch(known -> known.id().equals(service))) {
                throw unknown(place, "service", service);
            }
        }
        order.cycle().ifPresent(way -> {
            throw new ApportionException(
                    PriceError.PRICE_RESALE_CYCLE,
                    "prices",
                    "a component that is re-sold contains itself: " + String.join(" → ", way) + ".",
                    "Take a service out of 'services' of one of these resales.");
        });
    }

    private void requireCustomer(String place, @Nullable String customer) {
        if (customer != null && !customers.containsKey(customer)) {
            throw unknown(place, "customer", customer);
        }
    }

    private static void requireShares(ServiceComponent component) {
        BigDecimal shares = component.parts().stream()
                .flatMap(part -> Optional.ofNullable(part.costShare()).stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (shares.compareTo(BigDecimal.ONE) > 0) {
            throw new ApportionException(
                    PriceError.PRICE_SHARES_TOO_LARGE,
                    "component " + component.id(),
                    "its parts stand for " + shares.toPlainString() + " of its cost, more than 1.",
                    "Lower 'cost-share' so that all parts together reach at most 1.");
        }
    }

    private static ApportionException unknown(String place, String what, String id) {
        return new ApportionException(
                PriceError.PRICE_REFERENCE_UNKNOWN,
                place,
                "the " + what + " " + id + " is not in the price book.",
                "Correct the name or add the " + what + ".");
    }

    private static Consumer source(ServiceComponent component) {
        Consumer source = component.source();
        if (source == null) {
            throw new IllegalArgumentException("component " + component.id() + " has no source");
        }
        return source;
    }

    private static <T> @Nullable T on(LocalDate day, List<T> versions, Function<T, Validity> validity) {
        for (T version : versions) {
            if (validity.apply(version).contains(day)) {
                return version;
            }
        }
        return null;
    }

    private static <K, T> Map<K, List<T>> index(
            List<T> all, String what, Function<T, K> keyOf, Function<T, Validity> validityOf) {
        Map<K, List<T>> index = new HashMap<>();
        for (T one : all) {
            List<T> known = index.computeIfAbsent(keyOf.apply(one), key -> new ArrayList<>());
            for (T other : known) {
                if (validityOf.apply(other).overlaps(validityOf.apply(one))) {
                    throw new ApportionException(
                            PriceError.PRICE_OVERLAP,
                            "prices",
                            "the " + what + " " + keyOf.apply(one) + " is there twice on the same day.",
                            "Let the first end on the day on which the second begins.");
                }
            }
            known.add(one);
        }
        return index;
    }

    /** A service and one of its uses. */
    record Supply(InternalService service, InternalService.Use use) {
        static final Comparator<Supply> ORDER = Comparator.comparing(
                        (Supply supply) -> supply.service().id(), CodePointOrder.INSTANCE)
                .thenComparing(supply -> supply.use().id(), CodePointOrder.INSTANCE)
                .thenComparing(
                        supply -> supply.use().validity().from(), Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(
                        supply -> supply.service().validity().from(), Comparator.nullsFirst(Comparator.naturalOrder()));

        boolean holdsOn(LocalDate day) {
            return service.validity().contains(day) && use.validity().contains(day);
        }
    }
}
