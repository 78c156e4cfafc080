package org.apportion.prometheus;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.http.Certificates;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.InClear;
import org.apportion.http.PluginSettings;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.jspecify.annotations.Nullable;

/** Reads the settings by which a server is reached: address, login, certificates, deadline. */
final class ServerAccess {
    static final String PLUGIN = "prometheus";

    private static final Set<String> SETTINGS = Set.of("url", "auth", "deadline", "ca-file", "client-certificate");
    private static final Set<String> SECRETS = Set.of("username", "password", "token", "client-key");

    private final PluginSettings settings;
    private final Map<String, Secret> secrets;

    ServerAccess(PluginSettings settings, Map<String, Secret> secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /**
     * Refuses settings and secrets that nobody reads.
     *
     * @param others settings that are known besides those of the access
     */
    void requireOnly(Set<String> others) {
        Set<String> known = Stream.concat(SETTINGS.stream(), others.stream()).collect(Collectors.toSet());
        settings.requireOnly(known, secrets.keySet(), SECRETS);
    }

    /** @param deadline of one answer, where the setting does not tell */
    Server server(Duration deadline, InstantSource clock) {
        URI address = address();
        Login login = Login.of(settings.word("auth", "auto", "none", "basic", "digest", "bearer"), secrets)
                .orElseThrow(() -> settings.wrong(
                        "auth", "needs other secrets", "Set the secrets username and password, or token."));
        return new Server(address, caller(settings.duration("deadline").orElse(deadline), clock), login);
    }

    /** What is to be said if a password or a token goes over a network for all to read; a digest login sends none. */
    Optional<String> inClear() {
        String auth = settings.word("auth", "auto", "none", "basic", "digest", "bearer");
        boolean sent = !auth.equals("none")
                && (secrets.containsKey("token") || (secrets.containsKey("password") && !auth.equals("digest")));
        return sent ? InClear.note("the password or token", "url", List.of(address())) : Optional.empty();
    }

    private URI address() {
        settings.required("url");
        URI address = settings.address("url").orElseThrow();
        if (address.getPath().contains("/v2/metrics/") || address.getHost().equals("api.telemetry.confluent.cloud")) {
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

    private HttpCaller caller(Duration deadline, InstantSource clock) {
        HttpLimits limits = HttpLimits.service().withDeadline(deadline);
        Optional<String> authority = settings.text("ca-file");
        Optional<String> certificate = settings.text("client-certificate");
        Secret key = secrets.get("client-key");
        if (certificate.isPresent() != (key != null)) {
            throw settings.wrong(
                    "client-certificate", "and the secret client-key belong together", "Set both or none.");
        }
        if (authority.isEmpty() && certificate.isEmpty()) {
            return new HttpCaller(limits, clock);
        }
        Optional<Certificates.Own> own =
                certificate.map(path -> new Certificates.Own(file("client-certificate", path), secret(key)));
        return new HttpCaller(
                limits, clock, Certificates.context(PLUGIN, authority.map(path -> file("ca-file", path)), own));
    }

    private static Secret secret(@Nullable Secret key) {
        if (key == null) {
            throw new IllegalStateException("a certificate without a key was refused before");
        }
        return key;
    }

    private String file(String setting, String path) {
        return file(settings, setting, path, "Correct the path.");
    }

    /** @throws ApportionException {@code HTTP_SETTING_WRONG} if the file of a setting cannot be read */
    static String file(PluginSettings settings, String setting, String path, String nextStep) {
        try {
            return Files.readString(Path.of(path));
        } catch (NoSuchFileException e) {
            throw settings.wrong(setting, "names a file that does not exist", nextStep);
        } catch (IOException | InvalidPathException e) {
            throw settings.wrong(
                    setting, "names a file that cannot be read (" + e.getClass().getSimpleName() + ")", nextStep);
        }
    }
}
