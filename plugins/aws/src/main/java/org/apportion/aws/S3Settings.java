package org.apportion.aws;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.spi.source.FetchSettings;

/**
 * The settings of {@code s3}. Each is documented in {@code docs/reference/fetching.md}.
 *
 * @param endpoint of a store that speaks the protocol, such as MinIO; empty for Amazon's own
 * @param pathStyle whether the bucket stands in the path, not in the host
 */
record S3Settings(String bucket, String region, ObjectSettings objects, Optional<URI> endpoint, boolean pathStyle) {
    private static final Set<String> SETTINGS = Set.of("bucket", "region", "endpoint", "path-style");

    /** @param environment for {@code AWS_REGION} */
    static S3Settings of(FetchSettings given, Map<String, String> environment) {
        Set<String> known = new TreeSet<>(SETTINGS);
        known.addAll(AwsLogin.SETTINGS);
        ObjectSettings objects = ObjectSettings.of(given, known, AwsLogin.SECRETS);
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
                        .equals("true"));
    }
}
