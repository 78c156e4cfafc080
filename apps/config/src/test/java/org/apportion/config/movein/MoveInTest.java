package org.apportion.config.movein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.config.secret.EnvironmentSecrets;
import org.apportion.config.secret.SecretReferences;
import org.apportion.spi.source.FetchDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveInTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    /** As ccloud-chargeback-helper ships it. */
    private static final String SHIPPED =
            """
            config:
              system:
                log_level: INFO
                enable_method_breadcrumbs:False
                days_in_memory: 7
                output_dir_name: output
              org_details:
                - id: 11111111-aaaa-4bbb-8ccc-222222222222
                  ccloud_details:
                    ccloud_api: {api_key: "env::CONFLUENT_CLOUD_CLOUD_API_KEY", api_secret: "env::CONFLUENT_CLOUD_CLOUD_API_SECRET"}
                    billing_api: {api_key: "env::CONFLUENT_CLOUD_CLOUD_API_KEY", api_secret: "env::CONFLUENT_CLOUD_CLOUD_API_SECRET"}
                    metrics_api: {api_key: "env::CONFLUENT_CLOUD_METRICS_API_KEY", api_secret: "env::CONFLUENT_CLOUD_METRICS_API_SECRET"}
                    total_lookback_days: env::CCLOUD_LOOKBACK_DAYS
                  prometheus_details:
                    metrics_api_datastore:
                      prometheus_url: env::METRICS_API_SERVER_URL
                      connection_params:
                        verify: False
                      auth:
                        enable_auth: env::METRICS_API_SERVER_ENABLE_AUTH
                        auth_type: HTTPBasicAuth
                        auth_args: ["env::METRICS_API_SERVER_USERNAME", "env::METRICS_API_SERVER_PASSWORD"]
                    chargeback_datastore:
                      prometheus_url: env::CHARGEBACK_SERVER_URL
            """.replace("enable_method_breadcrumbs:False", "enable_method_breadcrumbs: False");

    private static final String ENV = """
            # settings of the compose file
            CONFLUENT_CLOUD_CLOUD_API_KEY=KEYKEYKEY
            export CONFLUENT_CLOUD_CLOUD_API_SECRET='very secret'
            CCLOUD_LOOKBACK_DAYS=90
            METRICS_API_SERVER_URL=https://metrics.example.com   # ours
            METRICS_API_SERVER_ENABLE_AUTH="True"
            CHARGEBACK_SERVER_URL=http://prometheus:9090
            """;

    @TempDir
    Path folder;

    private MoveIn moved(String config, String env) {
        try {
            Path file = Files.writeString(folder.resolve("config.yaml"), config);
            Path variables = Files.writeString(folder.resolve(".env"), env);
            return MoveIn.from(file, Optional.of(variables), Map.of(), TODAY);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private LoadedConfiguration loaded(MoveIn moved) {
        try {
            Path file = Files.writeString(folder.resolve("apportion.yaml"), moved.text());
            return new ConfigurationLoader(
                            new SecretReferences(List.of(new EnvironmentSecrets(Map.of(
                                    "CONFLUENT_CLOUD_CLOUD_API_KEY", "k", "CONFLUENT_CLOUD_CLOUD_API_SECRET", "s")))),
                            List.of())
                    .load(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theShippedFileBecomesFetchesSourcesPackAndPages() {
        LoadedConfiguration loaded = loaded(moved(SHIPPED, ENV));

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.fetches()).extracting(FetchDefinition::plugin).containsExactly("confluent", "prometheus");
        FetchDefinition confluent = loaded.fetches().get(0);
        assertThat(confluent.settings())
                .containsExactly(Map.entry("organization", "11111111-aaaa-4bbb-8ccc-222222222222"));
        assertThat(confluent.secrets())
                .hasEntrySatisfying("api-key", key -> assertThat(key.reveal()).isEqualTo("k"));
        assertThat(loaded.fetches().get(1).settings())
                .containsEntry("url", "https://metrics.example.com")
                .containsEntry("auth", "basic")
                .containsEntry("queries", "confluent");
        assertThat(loaded.configuration().sources())
                .extracting(source -> source.id())
                .containsExactly("confluent-costs", "confluent-usage", "metrics-usage");
        assertThat(loaded.configuration().rules()).isNotEmpty();
        assertThat(loaded.configuration().chargeHours()).isTrue();
        assertThat(loaded.serve().helper().orElseThrow().metricsPort()).isEqualTo(8000);
        assertThat(loaded.serve().helper().orElseThrow().from()).contains(LocalDate.of(2026, 8, 23));
    }

    @Test
    void noSecretIsCopiedAndOneInClearTextIsTold() {
        MoveIn moved = moved(SHIPPED.replace("\"env::METRICS_API_SERVER_PASSWORD\"", "\"in clear text\""), ENV);

        assertThat(moved.text())
                .contains(
                        "api-key: \"${env:CONFLUENT_CLOUD_CLOUD_API_KEY}\"",
                        "username: \"${env:METRICS_API_SERVER_USERNAME}\", password: \"${env:METRICS_PASSWORD}\"")
                .doesNotContain("KEYKEYKEY", "very secret", "in clear text");
        assertThat(moved.warnings())
                .filteredOn(warning -> warning.code() == ConfigError.CONFIG_SECRET_IN_CLEAR)
                .hasSize(1)
                .first()
                .asString()
                .contains("METRICS_PASSWORD")
                .doesNotContain("in clear text\"");
    }

    @Test
    void aPasswordInAnAddressIsNotCopied() {
        MoveIn moved = moved(
                SHIPPED, ENV.replace("https://metrics.example.com", "https://ann:s3cr@t@metrics.example.com:9090/x"));

        assertThat(moved.text())
                .contains("url: \"https://metrics.example.com:9090/x\"", "auth: basic", "${env:METRICS_")
                .doesNotContain("ann:", "s3cr");
        assertThat(moved.warnings())
                .anyMatch(warning -> warning.code() == ConfigError.CONFIG_SECRET_IN_CLEAR
                        && warning.toString().contains("METRICS_USERNAME and METRICS_PASSWORD"));
    }

    @Test
    void theChargebacksOwnAddressMeansThatThereIsNoMetricsServer() {
        for (String own : List.of("http://prometheus:9090/", "http://localhost:8000", "http://127.0.0.1:9465")) {
            MoveIn moved = moved(SHIPPED, ENV.replace("https://metrics.example.com", own));

            assertThat(moved.text()).doesNotContain("plugin: prometheus").contains("# Approximate: ");
            assertThat(moved.notes()).anyMatch(note -> note.contains("Shares are approximate"));
            assertThat(loaded(moved).fetches()).hasSize(1);
        }
    }

    @Test
    void theAddressOfTheMetricsApiIsAskedDirectly() {
        MoveIn moved = moved(
                SHIPPED,
                ENV.replace(
                        "https://metrics.example.com",
                        "https://api.telemetry.confluent.cloud/v2/metrics/cloud/export"));

        assertThat(loaded(moved).fetches().get(0).settings()).containsEntry("metrics", "cloud");
        assertThat(moved.notes()).anyMatch(note -> note.contains("Metrics API"));
    }

    @Test
    void theTextFalseSwitchesNothingOn() {
        MoveIn moved = moved(SHIPPED, ENV.replace("\"True\"", "False"));

        assertThat(moved.text()).doesNotContain("auth:", "username");
    }

    @Test
    void whatIsNotTakenOverIsToldWithItsLine() {
        MoveIn moved =
                moved(SHIPPED.replace("output_dir_name: output", "output_dir_name: output\n    colour: blue"), ENV);

        assertThat(moved.warnings())
                .extracting(ConfigProblem::line, ConfigProblem::message)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                3,
                                "config.system.log_level was not taken over: there are no levels here; standard error"
                                        + " tells what happens."),
                        org.assertj.core.groups.Tuple.tuple(
                                7, "config.system.colour is no key of ccloud-chargeback-helper and was left out."))
                .anyMatch(tuple -> tuple.toString().contains("verify was not taken over"));
    }

    @Test
    void severalOrganizationsAreFetchedSideBySide() {
        String second = SHIPPED.substring(SHIPPED.indexOf("    - id:")).replace("11111111", "22222222");
        LoadedConfiguration loaded = loaded(moved(SHIPPED + second, ENV));

        assertThat(loaded.fetches())
                .extracting(FetchDefinition::id)
                .as("one Prometheus for both is asked once")
                .containsExactly("confluent-1", "metrics-1", "confluent-2");
        assertThat(loaded.serve().helper().orElseThrow().sources())
                .containsExactly("confluent-1-costs", "confluent-2-costs");
    }

    @Test
    void eachPrometheusOfSeveralIsAsked() {
        String second = SHIPPED.substring(SHIPPED.indexOf("    - id:"))
                .replace("11111111", "22222222")
                .replace("env::METRICS_API_SERVER_URL", "https://other.example.com");

        assertThat(loaded(moved(SHIPPED + second, ENV)).fetches())
                .extracting(FetchDefinition::id)
                .containsExactly("confluent-1", "metrics-1", "confluent-2", "metrics-2");
    }

    @Test
    void anAddressWhoseVariableIsNotSetIsTold() {
        MoveIn moved = moved(SHIPPED, "CCLOUD_LOOKBACK_DAYS=90\n");

        assertThat(moved.warnings())
                .anyMatch(warning -> warning.message().contains("METRICS_API_SERVER_URL is not set"));
    }

    @Test
    void charactersThatYamlDoesNotTakeAreWrittenAsEscapes() {
        MoveIn moved = moved(SHIPPED.replace("11111111-aaaa-4bbb-8ccc-222222222222", "\"org\\e[31m\\u20281\""), ENV);

        assertThat(moved.text()).contains("\"org\\u001b[31m\\u20281\"");
        assertThat(loaded(moved).fetches().get(0).settings()).containsEntry("organization", "org\u001b[31m\u20281");
    }

    @Test
    void aLookBackThatIsNoNumberOfDaysIsToldWithWhatWasTakenInstead() {
        MoveIn moved = moved(SHIPPED, ENV.replace("CCLOUD_LOOKBACK_DAYS=90", "CCLOUD_LOOKBACK_DAYS=minus"));

        assertThat(moved.warnings())
                .anyMatch(warning -> warning.message().endsWith("it is no number of days, so 200 are taken.")
                        && warning.suggestion().contains("'from' in the new file"));
    }

    @Test
    void anotherFileIsRefused() {
        assertThatThrownBy(() -> moved("services: {grafana: {}}\n", ""))
                .isInstanceOf(ConfigProblems.class)
                .hasMessageContaining("config.org_details");
    }
}
