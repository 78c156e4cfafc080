package org.apportion.metering.cloudevents;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;
import org.apportion.spi.metering.UsageInbox;

/**
 * Usage that CloudEvents tell: the source of usage {@code cloudevents}. Settings: {@code path} of a file, or {@code listen} with
 * {@code route} (/events), the secret {@code token} and, for HTTPS, {@code keystore} with the secret {@code keystore-password}; every other setting is a metric with its events, as of {@link UsageMapping}.
 */
public final class CloudEventUsageProvider implements ProductUsageProvider {
    private static final String PATH = "path";
    private static final String LISTEN = "listen";
    private static final String ROUTE = "route";
    private static final String TOKEN = "token";
    private static final String KEYSTORE = "keystore";
    private static final String PASSWORD = "keystore-password";
    private static final Set<String> OWN = Set.of(PATH, LISTEN, ROUTE, KEYSTORE);

    private final EventListeners listeners = new EventListeners();

    @Override
    public String name() {
        return "cloudevents";
    }

    @Override
    public ProductUsage open(Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock) {
        throw new IllegalStateException("events are kept in an inbox, so this is opened with one");
    }

    @Override
    public ProductUsage open(
            Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock, UsageInbox inbox) {
        secrets.keySet().stream()
                .filter(name -> !name.equals(TOKEN) && !name.equals(PASSWORD))
                .findFirst()
                .ifPresent(name -> {
                    throw CloudEventError.setting(name, "it is not known", "Secrets are token and keystore-password.");
                });
        EventIntake intake = new EventIntake(mappings(settings), inbox);
        String path = settings.getOrDefault(PATH, "");
        String listen = settings.getOrDefault(LISTEN, "");
        if (path.isEmpty() == listen.isEmpty()) {
            throw CloudEventError.setting(
                    PATH, "events come from a file or over HTTP", "Set path or listen, and not both.");
        }
        return path.isEmpty()
                ? listening(
                        address(listen),
                        tls(settings, secrets),
                        route(settings),
                        Optional.ofNullable(secrets.get(TOKEN)),
                        intake,
                        inbox)
                : CloudEventUsage.ofFile(intake, inbox, Path.of(path), digest(settings));
    }

    private static List<UsageMapping> mappings(Map<String, String> settings) {
        List<UsageMapping> mappings = new TreeMap<>(settings)
                .entrySet().stream()
                        .filter(setting -> !OWN.contains(setting.getKey()))
                        .map(setting -> UsageMapping.parse(setting.getKey(), setting.getValue()))
                        .toList();
        if (mappings.isEmpty()) {
            throw CloudEventError.setting(
                    "", "no metric has events", "Write one such as calls: \"delta; type=com.example.called\".");
        }
        return mappings;
    }

    /** Of what the metrics take. */
    private static String digest(Map<String, String> settings) {
        return PartsDigest.of(new TreeMap<>(settings)
                .entrySet().stream()
                        .filter(setting -> !OWN.contains(setting.getKey()))
                        .flatMap(setting -> Stream.of(setting.getKey(), setting.getValue()))
                        .toList());
    }

    private static Optional<EventTls> tls(Map<String, String> settings, Map<String, Secret> secrets) {
        String keystore = settings.getOrDefault(KEYSTORE, "");
        Secret password = secrets.get(PASSWORD);
        if (keystore.isEmpty() != (password == null)) {
            throw CloudEventError.setting(
                    keystore.isEmpty() ? KEYSTORE : PASSWORD, "it is missing", "Set both or none of them.");
        }
        return password == null ? Optional.empty() : Optional.of(new EventTls(Path.of(keystore), password));
    }

    private ProductUsage listening(
            InetSocketAddress address,
            Optional<EventTls> tls,
            String route,
            Optional<Secret> token,
            EventIntake intake,
            UsageInbox inbox) {
        if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw CloudEventError.setting(
                    TOKEN, "others than this machine may send events", "Set the secret token, or listen on 127.0.0.1.");
        }
        Complaints complaints = new Complaints();
        if (!inbox.isKept()) {
            tls.ifPresent(EventTls::context);
            return CloudEventUsage.received(intake, inbox, complaints, () -> {});
        }
        Runnable end = listeners.add(address, tls, route, new EventReceiver(token, intake, complaints));
        return CloudEventUsage.received(intake, inbox, complaints, end);
    }

    private static String route(Map<String, String> settings) {
        String route = settings.getOrDefault(ROUTE, "/events");
        if (!route.matches("/[^?#\\s]*")) {
            throw CloudEventError.setting(ROUTE, "it is no path", "Write it like /events/{customer}.");
        }
        return route;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw CloudEventError.setting(LISTEN, "it is no host and port", "Write it like 0.0.0.0:8089 or 8089.");
        }
        try {
            InetAddress host =
                    colon < 0 ? InetAddress.getLoopbackAddress() : InetAddress.getByName(text.substring(0, colon));
            return new InetSocketAddress(host, Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw CloudEventError.setting(LISTEN, "its host is not known", "Write it like 0.0.0.0:8089.");
        }
    }
}
