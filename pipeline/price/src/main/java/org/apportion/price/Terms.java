package org.apportion.price;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apportion.model.BillingMonth;
import org.apportion.model.Validity;
import org.apportion.model.price.Account;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price;
import org.apportion.model.price.PriceBook;
import org.apportion.model.price.ServiceComponent;

/**
 * What all routes of one month look at.
 *
 * @param timeline cut wherever a price, an object or a rate changes
 * @param minimums cut where a minimum begins or ends; no line reaches over such a day
 */
record Terms(
        BillingMonth month,
        PriceBook book,
        Catalog catalog,
        Conversion conversion,
        UnitTree units,
        Timeline timeline,
        Timeline minimums) {

    static Terms of(PricingInput input) {
        Conversion conversion = new Conversion(input.rates(), input.currency());
        Set<LocalDate> minimumCuts = new HashSet<>();
        input.book().prices().stream()
                .filter(Price.Minimum.class::isInstance)
                .flatMap(price -> bounds(price.validity()))
                .forEach(minimumCuts::add);
        return new Terms(
                input.month(),
                input.book(),
                new Catalog(input.book()),
                conversion,
                new UnitTree(input.organization()),
                new Timeline(changes(conversion, input.book())),
                new Timeline(minimumCuts));
    }

    /** Days on which a price, an object or a rate changes. */
    static Set<LocalDate> changes(Conversion conversion, PriceBook book) {
        Set<LocalDate> days = conversion.changes();
        validities(book).flatMap(Terms::bounds).forEach(days::add);
        return days;
    }

    /** Prices of one kind, in the order of the book. */
    <P extends Price> List<P> prices(Class<P> kind) {
        return book.prices().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Stream<Validity> validities(PriceBook book) {
        return Stream.of(
                        book.prices().stream().map(Price::validity),
                        book.accounts().stream().map(Account::validity),
                        book.components().stream().map(ServiceComponent::validity),
                        book.services().stream().map(InternalService::validity),
                        book.services().stream()
                                .flatMap(service -> service.uses().stream())
                                .map(InternalService.Use::validity))
                .flatMap(stream -> stream);
    }

    private static Stream<LocalDate> bounds(Validity validity) {
        return Stream.of(validity.from(), validity.to()).filter(Objects::nonNull);
    }
}
