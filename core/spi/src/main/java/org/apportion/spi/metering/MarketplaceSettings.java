package org.apportion.spi.metering;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apportion.spi.Secret;

/**
 * What a marketplace is opened with.
 *
 * @param productCode as the listing names it; for Azure virtual machines {@code publisher:product:plan:version}
 * @param customer the customer's billing id at the marketplace, empty where the running instance tells it
 * @param settings further settings by name, such as {@code region}, {@code endpoint}, {@code resource-uri}
 * @param secrets settings that must not be printed, by name
 * @param clock tells the provider's plugin what time it is (token expiry, signatures)
 */
public record MarketplaceSettings(
        String productCode,
        Optional<String> customer,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        InstantSource clock) {
    public MarketplaceSettings {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }
}
