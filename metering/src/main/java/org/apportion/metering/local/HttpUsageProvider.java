package org.apportion.metering.local;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;

/**
 * Usage over HTTP, in the format of csp-billing-adapter's local plugin. Settings: {@code url}, {@code timeout-seconds} (10);
 * secret {@code token}, sent as a bearer token.
 */
public final class HttpUsageProvider implements ProductUsageProvider {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "http";
    }

    @Override
    public ProductUsage open(Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock) {
        LocalSettings known = new LocalSettings("usage http", settings).requireOnly(Set.of("url", "timeout-seconds"));
        new LocalSettings("usage http", Map.copyOf(names(secrets))).requireOnly(Set.of("token"));
        return new HttpUsage(
                address(known),
                known.seconds("timeout-seconds", TIMEOUT),
                Optional.ofNullable(secrets.get("token")),
                clock);
    }

    private static Map<String, String> names(Map<String, Secret> secrets) {
        return secrets.keySet().stream().collect(java.util.stream.Collectors.toMap(name -> name, name -> name));
    }

    private static URI address(LocalSettings settings) {
        String url = settings.text("url", "");
        try {
            URI address = new URI(url);
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isHttp && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw settings.wrong("url", "it is no address", "Write it like http://localhost:8080/usage.");
        }
        throw settings.wrong(
                "url",
                "it is no address of http or https without a password",
                "Write it like http://localhost:8080/usage.");
    }
}
