package org.apportion.aws;

import java.time.Duration;
import java.util.Optional;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.http.objects.ObjectSource;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Opens {@code s3}: objects of a bucket of Amazon S3, or of a store that speaks its protocol. */
public final class S3SourceProvider implements RemoteSourceProvider {
    private final HttpLimits limits;
    private final Duration firstPause;

    public S3SourceProvider() {
        this(HttpLimits.service(), ObjectSource.FIRST_PAUSE);
    }

    S3SourceProvider(HttpLimits limits, Duration firstPause) {
        this.limits = limits;
        this.firstPause = firstPause;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        S3Settings settings = S3Settings.of(given, System.getenv());
        AwsCredentialsProvider own = credentials(given);
        Optional<StsAssumeRoleCredentialsProvider> role = settings.roleArn().map(arn -> assumed(arn, settings, own));
        AwsCredentialsProvider used =
                role.<AwsCredentialsProvider>map(each -> each).orElse(own);
        S3Store store = new S3Store(settings, new HttpCaller(limits, given.clock()), used, given.clock());
        return new ObjectSource(
                store,
                settings.objects(),
                given,
                firstPause,
                () -> role.ifPresent(StsAssumeRoleCredentialsProvider::close));
    }

    private static StsAssumeRoleCredentialsProvider assumed(
            String arn, S3Settings settings, AwsCredentialsProvider own) {
        StsClientBuilder sts = StsClient.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(own)
                .httpClient(UrlConnectionHttpClient.create());
        settings.stsEndpoint().ifPresent(sts::endpointOverride);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request -> {
                    request.roleArn(arn).roleSessionName("apportion");
                    settings.externalId().ifPresent(request::externalId);
                })
                .build();
    }

    /** The secrets that are given, else the SDK's chain: environment, profile, web identity, container, instance. */
    private static AwsCredentialsProvider credentials(FetchSettings given) {
        Secret id = given.secrets().get("access-key-id");
        Secret key = given.secrets().get("secret-access-key");
        if (id == null && key == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        if (id == null || key == null) {
            throw ObjectSettings.plugin(given)
                    .wrong(
                            id == null ? "access-key-id" : "secret-access-key",
                            "is missing",
                            "Give both parts of the access key under secrets, or none.");
        }
        Secret session = given.secrets().get("session-token");
        return () -> session == null
                ? AwsBasicCredentials.create(id.reveal(), key.reveal())
                : AwsSessionCredentials.create(id.reveal(), key.reveal(), session.reveal());
    }
}
