package org.apportion.spi.metering;

import java.util.Set;

/** Opens a marketplace; found by {@link java.util.ServiceLoader}. */
public interface MarketplaceProvider {

    /** The word in the configuration: {@code amazon}, {@code microsoft}, {@code google}, {@code local} or a plugin's own. */
    String name();

    /** The settings that this marketplace understands; any other is a mistake of the configuration. */
    Set<String> settings();

    /**
     * Opens it for one product and one customer. Makes no network call.
     *
     * @throws org.apportion.model.ApportionException of kind CONFIG naming the setting that is missing or wrong
     */
    Marketplace open(MarketplaceSettings settings);
}
