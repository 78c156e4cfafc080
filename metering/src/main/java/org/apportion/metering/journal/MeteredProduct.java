package org.apportion.metering.journal;

import java.util.List;
import org.apportion.metering.audit.PartsDigest;

/**
 * A product as one customer uses it: what is sampled, billed and metered on its own.
 *
 * @param product its name in the configuration
 * @param customer the customer's billing id, empty where the marketplace knows the customer by where the product runs
 */
public record MeteredProduct(String product, String customer) {
    public MeteredProduct {
        if (product.isEmpty()) {
            throw new IllegalArgumentException("A metered product has a name.");
        }
    }

    /** Names it in the chain of events. */
    public String subject() {
        return PartsDigest.of(List.of(product, customer));
    }

    @Override
    public String toString() {
        return customer.isEmpty() ? product : product + " of " + customer;
    }
}
