package org.apportion.aws;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Who a fetch is: an access key, else the SDK's chain (environment, profile, web identity, container, instance); with a role, that role. */
record AwsLogin(AwsCredentialsProvider credentials, Runnable end) implements AutoCloseable {
    /** Settings that a login reads. */
    static final Set<String> SETTINGS = Set.of("role-arn", "external-id", "sts-endpoint");

    static final Set<String> SECRETS = Set.of("access-key-id", "secret-access-key", "session-token");

    /**
     * Reads settings and secrets; nothing is called yet.
     *
     * @param region whose token service is asked for the role
     */
    static AwsLogin of(FetchSettings given, String region) {
        PluginSettings settings = ObjectSettings.plugin(given);
        AwsCredentialsProvider own = own(given, settings);
        Optional<String> role = settings.text("role-arn");
        Optional<URI> endpoint = settings.address("sts-endpoint");
        if (role.isEmpty()) {
            return new AwsLogin(own, () -> {});
        }
        StsClientBuilder sts = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(own)
                .httpClient(UrlConnectionHttpClient.create());
        endpoint.ifPresent(sts::endpointOverride);
        StsAssumeRoleCredentialsProvider assumed = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request -> {
                    request.roleArn(role.get()).roleSessionName("apportion");
                    settings.text("external-id").ifPresent(request::externalId);
                })
                .build();
        return new AwsLogin(assumed, assumed::close);
    }

    private static AwsCredentialsProvider own(FetchSettings given, PluginSettings settings) {
        Secret id = given.secrets().get("access-key-id");
        Secret key = given.secrets().get("secret-access-key");
        if (id == null && key == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        if (id == null || key == null) {
            throw settings.wrong(
                    id == null ? "access-key-id" : "secret-access-key",
                    "is missing",
                    "Give both parts of the access key under secrets, or none.");
        }
        Secret session = given.secrets().get("session-token");
        return () -> session == null
                ? AwsBasicCredentials.create(id.reveal(), key.reveal())
                : AwsSessionCredentials.create(id.reveal(), key.reveal(), session.reveal());
    }

    @Override
    public void close() {
        end.run();
    }
}
