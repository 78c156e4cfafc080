package org.apportion.aws;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.spi.source.FetchSettings;

/**
 * The settings of {@code s3}. Each is documented in {@code docs/reference/fetching.md}.
 *
 * @param endpoint of a store that speaks the protocol, such as MinIO; empty for Amazon's own
 * @param pathStyle whether the bucket stands in the path, not in the host
 */
record S3Settings(
        String bucket,
        String region,
        ObjectSettings objects,
        Optional<URI> endpoint,
        boolean pathStyle,
        Optional<String> roleArn,
        Optional<String> externalId,
        Optional<URI> stsEndpoint) {
    private static final Set<String> SETTINGS =
            Set.of("bucket", "region", "endpoint", "path-style", "role-arn", "external-id", "sts-endpoint");
    private static final Set<String> SECRETS = Set.of("access-key-id", "secret-access-key", "session-token");

    /** @param environment for {@code AWS_REGION} */
    static S3Settings of(FetchSettings given, Map<String, String> environment) {
        ObjectSettings objects = ObjectSettings.of(given, SETTINGS, SECRETS);
        PluginSettings settings =
                ObjectSettings.plugin(given).orEnvironment(Map.of("region", "AWS_REGION"), environment);
        String bucket = settings.required("bucket");
        if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,254}")) {
            throw settings.wrong("bucket", "is not the name of a bucket", "Write it without s3:// and without a path.");
        }
        Optional<URI> endpoint = settings.address("endpoint");
        boolean inThePath = endpoint.isPresent() || bucket.contains(".");
        return new S3Settings(
                bucket,
                settings.required("region"),
                objects,
                endpoint,
                settings.word("path-style", String.valueOf(inThePath), String.valueOf(!inThePath))
                        .equals("true"),
                settings.text("role-arn"),
                settings.text("external-id"),
                settings.address("sts-endpoint"));
    }
}
