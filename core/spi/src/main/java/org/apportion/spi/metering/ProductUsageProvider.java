package org.apportion.spi.metering;

import java.time.InstantSource;
import java.util.Map;
import org.apportion.spi.Secret;

/** Opens a product's usage interface; found by {@link java.util.ServiceLoader}. */
public interface ProductUsageProvider {

    /** The word in the configuration: {@code http}, {@code kubernetes} or a plugin's own. */
    String name();

    /**
     * Opens it; makes no network call.
     *
     * @param clock the reporting time of answers that carry none
     * @throws org.apportion.model.ApportionException of kind CONFIG naming the setting that is missing or wrong
     */
    ProductUsage open(Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock);

    /**
     * As {@link #open(Map, Map, InstantSource)}, for a source that is told events instead of asking; only this one is called.
     *
     * @param inbox of the product and customer that it is opened for
     */
    default ProductUsage open(
            Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock, UsageInbox inbox) {
        return open(settings, secrets, clock);
    }
}
