package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveInCommandTest {
    @TempDir
    Path folder;

    @Test
    void whatWasTakenOverPassesTheCheck() throws IOException {
        Path old = Files.writeString(folder.resolve("config.yaml"), """
                config:
                  system: {log_level: INFO}
                  org_details:
                    - id: 11111111-aaaa-4bbb-8ccc-222222222222
                      ccloud_details:
                        ccloud_api: {api_key: "env::KEY", api_secret: "env::SECRET"}
                        billing_api: {api_key: "env::KEY", api_secret: "env::SECRET"}
                        total_lookback_days: 30
                      prometheus_details:
                        metrics_api_datastore: {prometheus_url: "env::METRICS_URL"}
                        chargeback_datastore: {prometheus_url: "http://prometheus:9090"}
                """);
        Path env = Files.writeString(folder.resolve(".env"), "METRICS_URL=https://metrics.example.com\n");
        Path target = folder.resolve("ours");

        Cli.Answer init =
                Cli.run("init", target.toString(), "--from-chargeback-helper", old.toString(), env.toString());
        Cli.Answer check =
                Cli.run("check", "-c", target.resolve("apportion.yaml").toString());

        assertThat(init.code()).as(init.err()).isZero();
        assertThat(init.err()).contains("log_level was not taken over");
        assertThat(init.out()).contains("wrote ", "apportion feed prometheus");
        assertThat(check.code()).as(check.err()).isZero();
        assertThat(check.out()).contains("3 sources");
        assertThat(Cli.run("init", target.toString(), "--from-chargeback-helper", old.toString())
                        .err())
                .contains("CONFIG_FILE_EXISTS");
    }
}
