package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with settings is named. */
class ConfluentSettingsTest {
    @TempDir
    Path folder;

    private CloudScene scene;

    @BeforeEach
    void open() {
        scene = new CloudScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> open(Map.of("organisation", "x"), "api-key"))
                .hasMessageStartingWith(
                        "CONFLUENT_SETTING_WRONG fetch confluent.organisation: the setting is not known."
                                + " Did you mean organization?");
        assertThatThrownBy(() -> open(Map.of("organization", "x", "api-key", "y"), "api-key"))
                .hasMessageContaining("fetch confluent.api-key: the setting is not known. Write it under secrets.");
        assertThatThrownBy(() -> open(Map.of("organization", "x"), "api-key"))
                .hasMessageContaining("fetch confluent.api-secret: the setting is missing.")
                .hasMessageContaining("${env:CONFLUENT_API_SECRET}");
        assertThatThrownBy(() -> open(Map.of("organization", "x", "endpoint", "https://u:p@host"), "api-key"))
                .hasMessageContaining("fetch confluent.endpoint: the setting holds a user name or a password.");
        assertThatThrownBy(() -> open(Map.of("organization", "x", "page-size", "20000"), "api-key"))
                .hasMessageContaining("fetch confluent.page-size: the setting is not a whole number from 1 to 10000.");
    }

    @Test
    void theVariableThatIsProposedForAFlinkKeyIsOneThatAShellCanSet() {
        scene.secrets.put("flink-aws.us-east-1-key", new Secret(() -> "x"));
        assertThatThrownBy(() -> ConfluentSettings.of(scene.settings()))
                .hasMessageContaining("fetch confluent.flink-aws.us-east-1-secret: the setting is missing.")
                .hasMessageContaining("${env:CONFLUENT_FLINK_AWS_US_EAST_1_SECRET}");
    }

    private void open(Map<String, String> settings, String secret) {
        new ConfluentProvider()
                .open(new FetchSettings(
                        "confluent", folder, settings, Map.of(secret, new Secret(() -> "x")), scene.clock))
                .close();
    }
}
