package org.apportion.azure;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;

/** Opens {@code microsoft}. */
public final class MicrosoftMarketplaceProvider implements MarketplaceProvider {
    private final Map<String, String> environment;

    public MicrosoftMarketplaceProvider() {
        this(System.getenv());
    }

    MicrosoftMarketplaceProvider(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "microsoft";
    }

    @Override
    public Set<String> settings() {
        return MicrosoftSettings.NAMES;
    }

    @Override
    public Marketplace open(MarketplaceSettings given) {
        MicrosoftSettings settings = MicrosoftSettings.of(given, environment);
        InstanceMetadata metadata = new InstanceMetadata(
                new HttpCaller(HttpLimits.metadata(), given.clock()),
                settings.metadataEndpoint(),
                settings.clientId(),
                given.clock());
        TokenSource source = switch (settings.identity()) {
            case MANAGED -> metadata;
            case WORKLOAD -> CredentialTokens.workload(settings, null);
            case SECRET ->
                CredentialTokens.secret(
                        settings, Objects.requireNonNull(given.secrets().get("client-secret")), null);
        };
        return new MicrosoftMarketplace(
                settings,
                new HttpCaller(HttpLimits.service().withDeadline(settings.deadline()), given.clock()),
                new CachedTokens(source, given.clock()),
                metadata,
                given.clock());
    }
}
