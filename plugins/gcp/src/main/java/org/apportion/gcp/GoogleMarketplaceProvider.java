package org.apportion.gcp;

import java.util.Set;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;

/** Opens {@code google}. */
public final class GoogleMarketplaceProvider implements MarketplaceProvider {
    /** Of the application default; all accounts share them. */
    private final AccessTokens standard = AccessTokens.forMetering(null);

    @Override
    public String name() {
        return "google";
    }

    @Override
    public Set<String> settings() {
        return GoogleSettings.NAMES;
    }

    @Override
    public Marketplace open(MarketplaceSettings given) {
        GoogleSettings settings = GoogleSettings.of(given);
        InstanceIdentity identity =
                new InstanceIdentity(new HttpCaller(HttpLimits.metadata(), given.clock()), settings);
        HttpCaller caller = new HttpCaller(HttpLimits.service().withDeadline(settings.deadline()), given.clock());
        if (settings.agent()) {
            return new AgentMarketplace(settings, caller, identity, given.clock());
        }
        Secret key = given.secrets().get("service-account-key");
        AccessTokens tokens = key == null ? standard : AccessTokens.forMetering(key);
        return new ServiceControlMarketplace(settings, caller, tokens, identity, given.clock());
    }
}
