package org.apportion.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesUsageTest {
    private final UsageResource resource = new UsageResource();

    @AfterEach
    void close() {
        resource.usage().close();
        resource.close();
    }

    @Test
    void timeProductAndMetricsAreReadAndTheRestLeftOut() {
        resource.tellText(",\"managed_node_count\":10,\"reporting_time\":\"2026-11-01T13:00:00.000000+01:00\","
                + "\"base_product\":\"cpe:/o:suse:product:v1.2.3\"");
        UsageReading reading = resource.usage().read();
        assertThat(reading.metrics()).isEqualTo(Map.of("managed_node_count", BigDecimal.TEN));
        assertThat(reading.reportedAt()).isEqualTo(Instant.parse("2026-11-01T12:00:00Z"));
        assertThat(reading.baseProduct()).contains("cpe:/o:suse:product:v1.2.3");
        assertThat(resource.requests().get(0).method()).isEqualTo("GET");
        assertThat(resource.requests().get(0).headers()).containsEntry("authorization", "Bearer account-token");
    }

    @Test
    void aMapIsUsagePerDimension() {
        resource.tellText(",\"nodes\":{\"dim_1\":3,\"dim_2\":4}");
        assertThat(resource.usage().read().dimensions())
                .isEqualTo(Map.of("nodes", Map.of("dim_1", BigDecimal.valueOf(3), "dim_2", BigDecimal.valueOf(4))));
    }

    @Test
    void aResourceThatIsNotThereIsToldInTheAdaptersWords() {
        assertThatThrownBy(() -> resource.usage().read())
                .hasMessageStartingWith("KUBERNETES_USAGE_MISSING /apis/usage.example.com/v1/usages/current: "
                        + "Usage resource not found. Unable to log current usage.");
    }

    @Test
    void aWrongTimeIsAFailure() {
        resource.tellText(",\"reporting_time\":\"yesterday\"");
        assertThatThrownBy(() -> resource.usage().read())
                .hasMessageStartingWith(
                        "KUBERNETES_USAGE_UNREADABLE /apis/usage.example.com/v1/usages/current: the usage")
                .hasMessageContaining("reporting_time is not a time");
    }

    @Test
    void theAdaptersVariablesFillAbsentSettings() {
        Map<String, String> environment = Map.of(
                "USAGE_API_GROUP", "usage.example.com",
                "USAGE_API_VERSION", "v1",
                "USAGE_CRD_PLURAL", "usages",
                "USAGE_RESOURCE", "current");
        resource.tellText(",\"nodes\":1");
        try (var usage = new KubernetesUsageProvider(environment)
                .open(Map.of("api-server", resource.uri().toString()), Map.of(), InstantSource.system())) {
            assertThat(usage.read().metrics()).containsOnlyKeys("nodes");
        }
        try (var store = new KubernetesStoreProvider(Map.of("ADAPTER_NAMESPACE", "billing"))
                .open(Map.of("api-server", resource.uri().toString()), Map.of())) {
            assertThat(store.archiveLocation()).isEqualTo("ConfigMap billing/metering-archive");
        }
    }

    @Test
    void missingSettingsAreToldInTheAdaptersOrder() {
        assertThatThrownBy(() -> new KubernetesUsageProvider(Map.of()).open(Map.of(), Map.of(), InstantSource.system()))
                .hasMessageContaining(
                        "KUBERNETES_SETTING_WRONG kubernetes.usage-api-group: Unable to log current usage data."
                                + " Environment variable: \"USAGE_API_GROUP\" is missing and is required to get usage data.");
        assertThatThrownBy(() -> new KubernetesUsageProvider(Map.of())
                        .open(
                                Map.of("usage-api-group", "g", "usage-api-version", "v1"),
                                Map.of(),
                                InstantSource.system()))
                .hasMessageContaining("\"USAGE_CRD_PLURAL\"");
    }
}
