package org.apportion.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apportion.spi.source.RemoteSourceProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusSettingsTest {
    @TempDir
    Path folder;

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(RemoteSourceProvider.class))
                .anyMatch(provider -> provider.name().equals("prometheus"));
    }

    @Test
    void theMetricsApiIsNoPrometheusWhateverIsItsPath() {
        assertThatThrownBy(() -> scene().with("url", "https://api.telemetry.confluent.cloud")
                        .open())
                .hasMessageContaining("prometheus.url: the setting is the address of the Confluent Metrics API");
    }

    @Test
    void aMisspeltNameOfShippedQueriesIsToldWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> scene().with("queries", "conflunet").open())
                .hasMessageEndingWith(
                        "prometheus.queries: the setting names a file that does not exist. Did you mean confluent?");
        assertThatThrownBy(() -> scene().with("queries", "kafka").open())
                .hasMessageContaining(
                        "Correct the path, or write one of: confluent, confluent-flink, confluent-links, confluent-sum");
    }

    @Test
    void settingsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> scene().with("adress", "x").open())
                .hasMessageStartingWith("HTTP_SETTING_WRONG prometheus.adress: the setting is not known.");
        assertThatThrownBy(() -> scene().with("token", "x").open()).hasMessageEndingWith("Write it under secrets.");
        assertThatThrownBy(() -> scene().secret("key", "x").open()).hasMessageContaining("prometheus.key");
        assertThatThrownBy(() -> scene().with("reread-days", "-1").open()).hasMessageContaining("reread-days");
        assertThatThrownBy(() -> scene().with("auth", "digest").open())
                .hasMessageContaining("prometheus.auth: the setting needs other secrets.");
        assertThatThrownBy(() -> scene().secret("username", "x").open())
                .hasMessageContaining("prometheus.auth: the setting needs other secrets.");
        assertThatThrownBy(() -> scene().with("interval", "PT0.5S").open()).hasMessageContaining("below a second");
        assertThatThrownBy(() -> scene().with("client-certificate", "x").open())
                .hasMessageContaining("belong together");
        assertThatThrownBy(() -> scene().with("ca-file", "nowhere.pem").open())
                .hasMessageContaining("prometheus.ca-file: the setting names a file that does not exist");
        assertThatThrownBy(() -> scene().with("queries", "nowhere.yaml").open())
                .hasMessageEndingWith(
                        "Correct the path, or write one of: confluent, confluent-flink, confluent-links, confluent-sum.");
    }

    @Test
    void theAddressOfTheMetricsApiIsRecognized() {
        assertThatThrownBy(() -> scene().with("url", "https://api.telemetry.confluent.cloud/v2/metrics/cloud/export")
                        .open())
                .hasMessageContaining("is the address of the Confluent Metrics API, which is no Prometheus");
    }

    @Test
    void credentialsInTheAddressAreRefused() {
        assertThatThrownBy(() -> scene().with("url", "https://ann:pw@host").open())
                .hasMessageContaining("holds credentials")
                .hasMessageNotContaining("pw@");
    }

    @Test
    void mistakesInQueriesAreNamed() {
        refuses("metric: x\nquery: y\n", "prometheus.queries: This is not a list of queries.");
        refuses("- {metric: x, query: y, resource: r}\n", "prometheus.queries[0].consumer: This is missing.");
        refuses("- {metric: x/y, query: y, resource: r, consumer: c}\n", "[0].metric: This is not a name.");
        refuses("- {metric: x, query: y, resource: '{r', consumer: c}\n", "[0].resource: This is neither a label");
        refuses("- {metric: x, query: y, resource: r, consumer: c, at: noon}\n", "[0].at: This is neither end");
        refuses(
                "- {metric: x, query: y, resource: r, consumer: c, window: 1h}\n",
                "[0].window: This is not a duration");
        refuses("- {metric: x, query: y, resource: r, consumer: c, step: 1}\n", "[0].step: This is not a known key.");
        refuses("- {metric: x, metric: y}\n", "prometheus.queries:1:");
        String one = "- {metric: x, query: y, resource: r, consumer: c}\n";
        refuses(one + one, "[1].metric: This is the name of another query too.");
    }

    @Test
    void templatesWriteLabelsIntoTexts() {
        Map<String, String> labels = Map.of("cluster", "c1", "namespace", "n1", "team", "");
        assertThat(new LabelTemplate("namespace").of(labels)).contains("n1");
        assertThat(new LabelTemplate("{cluster}/{namespace}").of(labels)).contains("c1/n1");
        assertThat(new LabelTemplate("{team|nobody}").of(labels)).contains("nobody");
        assertThat(new LabelTemplate("{cluster}/{team}").of(labels)).isEmpty();
        assertThat(new LabelTemplate("team").of(labels)).isEmpty();
    }

    private void refuses(String yaml, String problem) {
        assertThatThrownBy(() -> scene().with("queries", yaml + "\n").open()).hasMessageContaining(problem);
    }

    private Scene scene() {
        return new Scene(folder, "http://127.0.0.1:9");
    }
}
