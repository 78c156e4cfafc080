package org.apportion.azure;

import com.azure.core.http.HttpClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;

/** Opens {@code microsoft}. */
public final class MicrosoftMarketplaceProvider implements MarketplaceProvider {
    /** One for all logins, once the first needs it: a client has threads of its own. */
    private static final class Client {
        static final HttpClient SHARED = HttpClient.createDefault();
    }

    private final Map<String, String> environment;
    private final Map<Login, CachedTokens> tokensOf = new ConcurrentHashMap<>();

    public MicrosoftMarketplaceProvider() {
        this(System.getenv());
    }

    MicrosoftMarketplaceProvider(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Who logs in. */
    private record Login(
            MicrosoftSettings.Identity identity,
            URI metadata,
            URI authority,
            Optional<String> clientId,
            Optional<String> tenantId,
            Optional<String> tokenFile) {}

    /** Accounts that log in alike share their tokens: identity services limit how often they are asked. */
    private CachedTokens shared(MicrosoftSettings settings, InstantSource clock, Supplier<TokenSource> source) {
        Login login = new Login(
                settings.identity(),
                settings.metadataEndpoint(),
                settings.authority(),
                settings.clientId(),
                settings.tenantId(),
                settings.federatedTokenFile());
        return tokensOf.computeIfAbsent(login, any -> new CachedTokens(source.get(), clock));
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
        CachedTokens tokens = switch (settings.identity()) {
            case MANAGED -> shared(settings, given.clock(), () -> metadata);
            case WORKLOAD -> shared(settings, given.clock(), () -> CredentialTokens.workload(settings, Client.SHARED));
            case SECRET ->
                new CachedTokens(
                        CredentialTokens.secret(
                                settings, Objects.requireNonNull(given.secrets().get("client-secret")), Client.SHARED),
                        given.clock());
        };
        return new MicrosoftMarketplace(
                settings,
                new HttpCaller(HttpLimits.service().withDeadline(settings.deadline()), given.clock()),
                tokens,
                metadata,
                given.clock());
    }
}
