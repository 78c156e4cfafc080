package org.apportion.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.Certificates;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;
import org.jspecify.annotations.Nullable;

/** Opens the source {@code prometheus}. Its settings are listed in {@code docs/reference/prometheus.md}. */
public final class PrometheusProvider implements RemoteSourceProvider {
    private static final String PLUGIN = "prometheus";
    private static final Set<String> SETTINGS = Set.of(
            "url",
            "queries",
            "auth",
            "windows",
            "interval",
            "reread-days",
            "delay",
            "deadline",
            "ca-file",
            "client-certificate");
    private static final Set<String> SECRETS = Set.of("username", "password", "token", "client-key");
    private static final List<String> SHIPPED = List.of("confluent", "confluent-sum");
    private static final int MOST_REREAD_DAYS = 400;

    @Override
    public String name() {
        return PLUGIN;
    }

    @Override
    public RemoteSource open(FetchSettings fetch) {
        PluginSettings settings = new PluginSettings(PLUGIN, fetch.settings());
        refuseUnknown(settings, fetch);
        URI address = address(settings);
        Login login = Login.of(settings.word("auth", "auto", "none", "basic", "digest", "bearer"), fetch.secrets())
                .orElseThrow(() -> settings.wrong(
                        "auth", "needs other secrets", "Set the secrets username and password, or token."));
        long interval =
                settings.duration("interval").orElse(Duration.ofMinutes(1)).toSeconds();
        if (interval < 1) {
            throw settings.wrong("interval", "is below a second", "Write the scrape interval, such as PT1M.");
        }
        PrometheusSource.Reading reading = new PrometheusSource.Reading(
                queries(settings),
                switch (settings.word("windows", "auto", "closed", "left-open")) {
                    case "closed" -> Windows.CLOSED;
                    case "left-open" -> Windows.LEFT_OPEN;
                    default -> null;
                },
                interval,
                rereadDays(settings),
                settings.duration("delay").orElse(Duration.ofMinutes(5)));
        return new PrometheusSource(
                new Server(address, caller(settings, fetch), login),
                reading,
                new FetchFolder(fetch.folder()),
                fetch.clock());
    }

    private static void refuseUnknown(PluginSettings settings, FetchSettings fetch) {
        for (String name : fetch.settings().keySet()) {
            if (!SETTINGS.contains(name)) {
                throw settings.wrong(
                        name,
                        "is not known",
                        SECRETS.contains(name)
                                ? "Write it under secrets."
                                : "Settings are "
                                        + String.join(
                                                ", ", SETTINGS.stream().sorted().toList()) + ".");
            }
        }
        for (String name : fetch.secrets().keySet()) {
            if (!SECRETS.contains(name)) {
                throw settings.wrong(
                        name,
                        "is not known as a secret",
                        "Secrets are "
                                + String.join(", ", SECRETS.stream().sorted().toList()) + ".");
            }
        }
    }

    private static URI address(PluginSettings settings) {
        settings.required("url");
        URI address = settings.address("url").orElseThrow();
        if (address.getPath().contains("/v2/metrics/")) {
            throw settings.wrong(
                    "url",
                    "is the address of the Confluent Metrics API, which is no Prometheus",
                    "Name a Prometheus that scrapes it, or use the plugin confluent with metrics: cloud.");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null) {
            throw settings.wrong("url", "holds credentials or a query", "Write credentials under secrets.");
        }
        return address;
    }

    private static int rereadDays(PluginSettings settings) {
        String text = settings.text("reread-days").orElse("5");
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > MOST_REREAD_DAYS) {
            throw settings.wrong("reread-days", "is not a number of days", "Write 0 to " + MOST_REREAD_DAYS + ".");
        }
        return Integer.parseInt(text);
    }

    private static HttpCaller caller(PluginSettings settings, FetchSettings fetch) {
        HttpLimits limits =
                HttpLimits.service().withDeadline(settings.duration("deadline").orElse(Duration.ofMinutes(2)));
        Optional<String> authority = settings.text("ca-file");
        Optional<String> certificate = settings.text("client-certificate");
        Secret key = fetch.secrets().get("client-key");
        if (certificate.isPresent() != (key != null)) {
            throw settings.wrong(
                    "client-certificate", "and the secret client-key belong together", "Set both or none.");
        }
        if (authority.isEmpty() && certificate.isEmpty()) {
            return new HttpCaller(limits, fetch.clock());
        }
        Optional<Certificates.Own> own =
                certificate.map(path -> new Certificates.Own(file(settings, "client-certificate", path), secret(key)));
        return new HttpCaller(
                limits,
                fetch.clock(),
                Certificates.context(PLUGIN, authority.map(path -> file(settings, "ca-file", path)), own));
    }

    private static Secret secret(@Nullable Secret key) {
        if (key == null) {
            throw new IllegalStateException("a certificate without a key was refused before");
        }
        return key;
    }

    private static List<MetricQuery> queries(PluginSettings settings) {
        String named = settings.required("queries");
        if (named.startsWith("- ") || named.contains("\n")) {
            return QueryList.read(named, PLUGIN + ".queries");
        }
        if (SHIPPED.contains(named)) {
            return QueryList.read(shipped(named), named);
        }
        return QueryList.read(file(settings, "queries", named), named);
    }

    private static String shipped(String name) {
        try (InputStream in = PrometheusProvider.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the plugin does not hold " + name + ".yaml");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(PluginSettings settings, String setting, String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw settings.wrong(
                    setting,
                    "names a file that cannot be read (" + e.getClass().getSimpleName() + ")",
                    setting.equals("queries")
                            ? "Correct the path, or write one of: " + String.join(", ", SHIPPED) + "."
                            : "Correct the path.");
        }
    }
}
