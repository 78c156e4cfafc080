package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apportion.spi.Secret;
import org.apportion.testkit.confluent.ConfluentCloudFake;
import org.junit.jupiter.api.Test;

/** What is kept of the answers, how long, and what never is. */
class ConfluentEvidenceTest extends TwoBilledDays {
    @Test
    void evidenceOfStatementsHoldsNeitherTextNorProperties() throws IOException {
        scene.settings.put("flink-endpoint", scene.cloud.uri().toString());
        scene.secrets.put("flink-aws.us-east-1-key", new Secret(() -> ConfluentCloudFake.KEY));
        scene.secrets.put("flink-aws.us-east-1-secret", new Secret(() -> ConfluentCloudFake.SECRET));
        scene.cloud.put(
                "/sql/v1/organizations/org-1/environments/env-1/statements",
                "{\"name\":\"etl\",\"spec\":{\"principal\":\"sa-1\",\"compute_pool_id\":\"lfcp-1\",\"statement\":"
                        + "\"CREATE TABLE t WITH ('password'='hunter2')\",\"properties\":{\"sql.secrets.k\":\"hunter2\"}},"
                        + "\"status\":{\"phase\":\"RUNNING\",\"detail\":\"hunter2\"}}");
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(evidence())
                .anyMatch(text -> text.contains("\"compute_pool_id\":\"lfcp-1\""))
                .noneMatch(text -> text.contains("hunter2"));
    }

    @Test
    void evidenceIsForgottenAfterTheDaysThatAreSet() {
        scene.settings.put("evidence-days", "10");
        scene.fetch("2026-10-31", "2026-11-02");
        scene.clock.advance(Duration.ofDays(10));
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(folder.resolve(".evidence/2026-11-20")).exists();
        scene.clock.advance(Duration.ofDays(1));
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(folder.resolve(".evidence/2026-11-20")).doesNotExist();
        assertThat(folder.resolve(".evidence/2026-11-30")).exists();
    }

    @Test
    void evidenceHoldsTheAnswersAndNoCredential() throws IOException {
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(scene.lines(".evidence/2026-11-20/calls.ndjson"))
                .anyMatch(line -> line.contains("/billing/v1/costs?end_date=2026-11-01"))
                .noneMatch(line -> line.contains("Basic") || line.contains("cloud-secret"));
        assertThat(evidence()).isNotEmpty().noneMatch(text -> text.contains("hunter2"));
    }

    private List<String> evidence() throws IOException {
        List<String> texts = new ArrayList<>();
        try (var all = Files.walk(folder.resolve(".evidence"))) {
            for (Path file : all.filter(each -> each.toString().endsWith(".gz")).toList()) {
                try (var in = new GZIPInputStream(Files.newInputStream(file))) {
                    texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }
}
