package org.apportion.model.metering;

import java.util.List;

/**
 * What the meter needs to know.
 *
 * @param ledgerUrl JDBC address of the journal's database; secrets inside are references
 * @param logLevel such as {@code INFO}
 */
public record MeteringConfiguration(String ledgerUrl, String logLevel, List<ProductListing> products) {
    public MeteringConfiguration {
        products = List.copyOf(products);
    }
}
