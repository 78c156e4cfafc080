package com.example.acme;

import java.net.URI;
import java.util.Set;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;

/** Opens {@code acme}. Settings: {@code endpoint}; secret: {@code api-key}. */
public final class AcmeMarketplaceProvider implements MarketplaceProvider {

    @Override
    public String name() {
        return "acme";
    }

    @Override
    public Set<String> settings() {
        return Set.of("endpoint", "api-key");
    }

    @Override
    public Marketplace open(MarketplaceSettings settings) {
        String endpoint = settings.settings().get("endpoint");
        Secret key = settings.secrets().get("api-key");
        if (endpoint == null || key == null) {
            throw new ApportionException(
                    AcmeProblem.ACME_SETTING_WRONG,
                    endpoint == null ? "acme.endpoint" : "acme.api-key",
                    "the setting is missing.",
                    "Set it; the key as a reference to a secret.");
        }
        return new AcmeMarketplace(URI.create(endpoint), settings.productCode(), key);
    }
}
