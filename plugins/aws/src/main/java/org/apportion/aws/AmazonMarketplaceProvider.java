package org.apportion.aws;

import java.util.Map;
import java.util.Set;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Opens {@code amazon}. */
public final class AmazonMarketplaceProvider implements MarketplaceProvider {
    /** The SDK's chain: environment, profile, web identity, container, instance. It keeps its credentials until they end. */
    private final AwsCredentialsProvider chain =
            DefaultCredentialsProvider.builder().build();

    @Override
    public String name() {
        return "amazon";
    }

    @Override
    public Set<String> settings() {
        return AmazonSettings.NAMES;
    }

    @Override
    public Marketplace open(MarketplaceSettings given) {
        AmazonSettings settings = AmazonSettings.of(given);
        HttpCaller service = new HttpCaller(HttpLimits.service().withDeadline(settings.deadline()), given.clock());
        InstanceMetadata metadata = new InstanceMetadata(
                new HttpCaller(HttpLimits.metadata(), given.clock()), settings.metadataEndpoint(), given.clock());
        MeteringService calls = new MeteringService(settings, service, credentials(given), metadata, given.clock());
        return new AmazonMarketplace(settings, calls, metadata, given.clock());
    }

    /** The secrets that are given, else the SDK's chain, which all accounts share. */
    private AwsCredentialsProvider credentials(MarketplaceSettings given) {
        Map<String, Secret> secrets = given.secrets();
        String plain = given.settings().get("access-key-id");
        Secret id = plain == null ? secrets.get("access-key-id") : new Secret(() -> plain);
        Secret key = secrets.get("secret-access-key");
        if (id == null && key == null) {
            return chain;
        }
        if (id == null || key == null) {
            throw new PluginSettings("amazon", Map.of())
                    .wrong(
                            id == null ? "access-key-id" : "secret-access-key",
                            "is missing",
                            "Give both parts of the access key, or none.");
        }
        Secret session = secrets.get("session-token");
        return () -> session == null
                ? AwsBasicCredentials.create(id.reveal(), key.reveal())
                : AwsSessionCredentials.create(id.reveal(), key.reveal(), session.reveal());
    }
}
