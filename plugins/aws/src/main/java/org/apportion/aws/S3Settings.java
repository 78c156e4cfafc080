package org.apportion.aws;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.KeyFilter;
import org.apportion.http.objects.MonthPrefixes;
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
        MonthPrefixes prefixes,
        KeyFilter filter,
        Optional<URI> endpoint,
        boolean pathStyle,
        int parallel,
        Optional<String> roleArn,
        Optional<String> externalId,
        Optional<URI> stsEndpoint) {
    private static final Set<String> SETTINGS = Set.of(
            "bucket",
            "region",
            "prefix",
            "include",
            "endpoint",
            "path-style",
            "parallel",
            "role-arn",
            "external-id",
            "sts-endpoint");
    private static final Set<String> SECRETS = Set.of("access-key-id", "secret-access-key", "session-token");
    private static final int MOST_PARALLEL = 32;

    /** @param environment for {@code AWS_REGION} */
    static S3Settings of(FetchSettings given, Map<String, String> environment) {
        PluginSettings settings = new PluginSettings("fetches." + given.id(), given.settings())
                .orEnvironment(Map.of("region", "AWS_REGION"), environment);
        TreeSet<String> unknown = new TreeSet<>(given.settings().keySet());
        unknown.removeAll(SETTINGS);
        unknown.addAll(given.secrets().keySet());
        unknown.removeAll(SECRETS);
        if (!unknown.isEmpty()) {
            throw settings.wrong(
                    unknown.first(),
                    "is not known",
                    "Known are " + new TreeSet<>(SETTINGS) + " and the secrets " + new TreeSet<>(SECRETS) + ".");
        }
        String bucket = settings.required("bucket");
        if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,254}")) {
            throw settings.wrong("bucket", "is not the name of a bucket", "Write it without s3:// and without a path.");
        }
        Optional<URI> endpoint = settings.address("endpoint");
        String standard = endpoint.isPresent() || bucket.contains(".") ? "true" : "false";
        String parallel = settings.text("parallel").orElse("4");
        if (!parallel.matches("[0-9]{1,3}")
                || Integer.parseInt(parallel) < 1
                || Integer.parseInt(parallel) > MOST_PARALLEL) {
            throw settings.wrong("parallel", "is not a number from 1 to " + MOST_PARALLEL, "Write it as 4.");
        }
        return new S3Settings(
                bucket,
                settings.required("region"),
                prefixes(settings),
                filter(settings),
                endpoint,
                settings.word("path-style", standard, standard.equals("true") ? "false" : "true")
                        .equals("true"),
                Integer.parseInt(parallel),
                settings.text("role-arn"),
                settings.text("external-id"),
                settings.address("sts-endpoint"));
    }

    private static MonthPrefixes prefixes(PluginSettings settings) {
        MonthPrefixes prefixes = new MonthPrefixes(settings.text("prefix").orElse(""));
        if (!prefixes.unknownWord().isEmpty()) {
            throw settings.wrong(
                    "prefix",
                    "has a word in braces that means nothing",
                    "Write {month}, {yyyymm}, {first}, {last} or {next}.");
        }
        return prefixes;
    }

    private static KeyFilter filter(PluginSettings settings) {
        try {
            return new KeyFilter(settings.text("include")
                    .map(text -> List.of(text.split("\\s+")))
                    .orElse(List.of()));
        } catch (PatternSyntaxException e) {
            throw settings.wrong("include", "is not a list of globs", "Write it as **.csv.gz **.json.");
        }
    }
}
