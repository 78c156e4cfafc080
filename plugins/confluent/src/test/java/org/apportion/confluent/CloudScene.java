package org.apportion.confluent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.http.HttpLimits;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.confluent.ConfluentCloudFake;
import org.apportion.testkit.marketplace.Fault;

/** A small organization at the fake, and a folder to fetch it into. It is 2026-11-20, six in the morning. */
final class CloudScene implements AutoCloseable {
    static final int ATTEMPTS = 3;
    private static final HttpLimits QUICK = new HttpLimits(
            Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, ATTEMPTS, Duration.ofMillis(1), false);

    final MovableClock clock = MovableClock.at("2026-11-20T06:00:00Z");
    final ConfluentCloudFake cloud = new ConfluentCloudFake(clock);
    final Map<String, String> settings = new HashMap<>();
    final Map<String, Secret> secrets = new HashMap<>(Map.of(
            "api-key", new Secret(() -> ConfluentCloudFake.KEY),
            "api-secret", new Secret(() -> ConfluentCloudFake.SECRET)));
    final Path folder;
    int mostPages = 50;
    Optional<Instant> serviceTime = Optional.empty();

    CloudScene(Path folder) {
        this.folder = folder;
        settings.put("organization", "org-1");
        settings.put("endpoint", cloud.uri().toString());
        settings.put("metrics-endpoint", cloud.uri().toString());
    }

    /** Two people, their keys for one cluster, a connector of one of them. */
    CloudScene smallOrganization() {
        cloud.put("/iam/v2/service-accounts", named("sa-1", "orders", "2026-01-01T00:00:00Z"));
        cloud.put("/iam/v2/service-accounts", named("sa-2", "billing", "2026-01-01T00:00:00Z"));
        cloud.put(
                "/iam/v2/users",
                "{\"id\":\"u-1\",\"full_name\":\"Ann\",\"metadata\":{\"created_at\":\"2026-01-01T00:00:00Z\"}}");
        key("K1", "sa-1", "lkc-1", "2026-02-01T00:00:00Z");
        key("K2", "sa-2", "lkc-1", "2026-11-18T10:30:00Z");
        cloud.put("/org/v2/environments", named("env-1", "prod", "2026-01-01T00:00:00Z"));
        cloud.put(
                "/cmk/v2/clusters?environment=env-1",
                "{\"id\":\"lkc-1\",\"spec\":{\"display_name\":\"main\",\"cloud\":\"AWS\",\"region\":\"us-east-1\"},"
                        + "\"metadata\":{\"created_at\":\"2026-01-01T00:00:00Z\"}}");
        connector("lcc-1", "sink", "\"kafka.auth.mode\":\"SERVICE_ACCOUNT\",\"kafka.service.account.id\":\"sa-2\"");
        return this;
    }

    void key(String id, String owner, String resource, String created) {
        cloud.put(
                "/iam/v2/api-keys",
                "{\"id\":\"" + id + "\",\"spec\":{\"description\":\"\",\"owner\":{\"id\":\"" + owner
                        + "\"},\"resource\":{\"id\":\"" + resource + "\"}},\"metadata\":{\"created_at\":\"" + created
                        + "\"}}");
    }

    void connector(String id, String name, String config) {
        cloud.put(
                "/connect/v1/environments/env-1/clusters/lkc-1/connectors",
                "{\"id\":{\"id\":\"" + id + "\"},\"info\":{\"name\":\"" + name + "\",\"config\":{\"name\":\"" + name
                        + "\",\"db.password\":\"hunter2\"," + config + "}},\"status\":{\"name\":\"" + name + "\"}}");
    }

    void cost(String id, String day, String lineType, String amount) {
        cloud.cost("{\"id\":\"" + id + "\",\"start_date\":\"" + day + "\",\"end_date\":\""
                + LocalDate.parse(day).plusDays(1) + "\",\"product\":\"KAFKA\",\"line_type\":\"" + lineType
                + "\",\"unit\":\"Hour\",\"original_amount\":" + amount + ",\"amount\":" + amount
                + ",\"resource\":{\"id\":\"lkc-1\",\"display_name\":\"main\",\"environment\":{\"id\":\"env-1\"}}}");
    }

    void point(String metric, String at, String value, String principal) {
        cloud.point("{\"metric\":\"io.confluent.kafka.server/" + metric + "\",\"timestamp\":\"" + at + "\",\"value\":"
                + value + ",\"metric.principal_id\":\"" + principal + "\",\"resource.kafka.id\":\"lkc-1\"}");
    }

    Fetched fetch(String from, String to) {
        try (var source = new ConfluentProvider(QUICK, mostPages, answer -> serviceTime).open(settings())) {
            return source.fetch(new FetchWindow(LocalDate.parse(from), LocalDate.parse(to)), Progress.NONE);
        }
    }

    FetchSettings settings() {
        return new FetchSettings("confluent", folder, settings, secrets, clock);
    }

    /** Every attempt of one call goes wrong; the JDK's client may repeat one by itself when a connection breaks. */
    void failCall(int before, Fault fault) {
        for (int i = 0; i < before; i++) {
            cloud.fail(new Fault.Slow(Duration.ZERO));
        }
        for (int i = 0; i < 2 * ATTEMPTS; i++) {
            cloud.fail(fault);
        }
    }

    List<String> lines(String file) {
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files but the evidence, by name. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith(".evidence")) {
                    files.put(name, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static String named(String id, String name, String created) {
        return "{\"id\":\"" + id + "\",\"display_name\":\"" + name + "\",\"metadata\":{\"created_at\":\"" + created
                + "\"}}";
    }

    @Override
    public void close() {
        cloud.close();
    }
}
