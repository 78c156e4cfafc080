package org.apportion.price;

import java.util.List;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Organization;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.PriceBook;

/**
 * All that one month's prices depend on.
 *
 * @param costs read once, in any order; quickest where totals that differ only in their day are neighbors
 * @param usage read once, in any order
 * @param currency in which all amounts are asked; costs and prices in others are converted with {@code rates}
 */
public record PricingInput(
        BillingMonth month,
        Iterable<AllocatedTotal> costs,
        Iterable<UsageTotal> usage,
        PriceBook book,
        Organization organization,
        List<ExchangeRate> rates,
        String currency) {
    public PricingInput {
        rates = List.copyOf(rates);
    }
}
