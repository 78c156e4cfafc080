package org.apportion.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code dist/compose.yaml} names is there. */
class ComposeTest {
    private static final Path DIST = Path.of("../../dist");

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> read(String file) throws IOException {
        return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DIST.resolve(file))));
    }

    @Test
    void everyMountSecretAndServiceIsThere() throws IOException {
        Map<?, ?> compose = read("compose.yaml");
        Map<?, ?> services = map(compose.get("services"));
        List<String> missing = new ArrayList<>();
        services.forEach((name, service) -> {
            Map<?, ?> keys = map(service);
            for (Object mount : list(keys.get("volumes"))) {
                String from = mount.toString().split(":", 2)[0];
                boolean isThere = from.startsWith("$")
                        || (from.startsWith("./")
                                ? Files.exists(DIST.resolve(from))
                                : map(compose.get("volumes")).containsKey(from));
                if (!isThere) {
                    missing.add(name + ": " + mount);
                }
            }
            list(keys.get("secrets")).stream()
                    .filter(secret -> !map(compose.get("secrets")).containsKey(secret))
                    .forEach(secret -> missing.add(name + ": secret " + secret));
            list(keys.get("depends_on")).stream()
                    .filter(other -> !services.containsKey(other))
                    .forEach(other -> missing.add(name + ": service " + other));
            assertThat(String.valueOf(keys.get("image"))).contains(":").doesNotContain(":latest");
        });

        assertThat(services.keySet().stream().map(Object::toString))
                .containsExactly("apportion", "prometheus", "grafana");
        assertThat(missing).isEmpty();
    }

    @Test
    void onlyGrafanaIsReachableAndOnlyFromThisMachine() throws IOException {
        map(read("compose.yaml").get("services")).values().stream()
                .flatMap(service -> list(map(service).get("ports")).stream())
                .forEach(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
    }

    @Test
    void prometheusReadsTheServerAndTheRules() throws IOException {
        Map<?, ?> prometheus = read("prometheus/prometheus.yml");
        Map<?, ?> datasources = read("grafana/provisioning/datasources/prometheus.yaml");

        assertThat(prometheus.get("rule_files")).hasToString("[apportion.rules.yml]");
        assertThat(String.valueOf(prometheus.get("scrape_configs")))
                .contains("apportion:9465", "apportion:8000", "reader=[prometheus]", "/run/secrets/metrics-token");
        assertThat(map(map(prometheus.get("storage")).get("tsdb")).get("out_of_order_time_window"))
                .as("hours are told with a time in the past")
                .isNotNull();
        assertThat(datasources.toString()).contains("http://prometheus:9090");
    }
}
