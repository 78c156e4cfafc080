package org.apportion.model.price;

import java.util.List;

/**
 * All prices and the objects they refer to.
 *
 * <p>Precedence of multipliers on one amount: the scope with more fields set wins; of equal rank, unit before account
 * before service (so unit + account, unit + service, account + service); then the unit nearest to the payer; then the later
 * {@code valid-from}; then the order in the book. Exactly one multiplier applies to an amount, and only on the account
 * route: what a component's cost is sold for is said by the component. Of several {@code OfUsage} prices of one metric
 * exactly one applies to a quantity, by the same precedence. {@code OfUsage}, {@code PerMonth}, {@code Minimum} and
 * {@code OneOff} add lines of their own; minimums are looked at last, narrow scopes before wide ones.
 *
 * <p>Accounts, components and services may be there several times under one id, with validities that do not overlap: that is
 * how they change over time.
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
