package org.apportion.model.price;

import java.util.List;

/**
 * All prices and the objects they refer to.
 *
 * <p>Precedence of multipliers on one amount: the scope with more fields set wins; of equal rank, unit before account
 * before service, the unit nearest to the payer first; then the later {@code valid-from}; then the order in the book.
 * Exactly one multiplier applies to an amount. {@code PerUsage}, {@code PerMonth}, {@code Minimum} and {@code OneOff} add
 * lines of their own; minimums are looked at last.
 */
public record PriceBook(
        List<Price> prices,
        List<Account> accounts,
        List<ServiceCustomer> customers,
        List<ServiceComponent> components,
        List<InternalService> services) {
    public static final PriceBook EMPTY = new PriceBook(List.of(), List.of(), List.of(), List.of(), List.of());

    public PriceBook {
        prices = List.copyOf(prices);
        accounts = List.copyOf(accounts);
        customers = List.copyOf(customers);
        components = List.copyOf(components);
        services = List.copyOf(services);
    }
}
