package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apportion.spi.Secret;
import org.apportion.testkit.confluent.ConfluentCloudFake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are used again, and owners that were hidden. */
class ConfluentOwnersTest {
    private static final String STATEMENTS = "/sql/v1/organizations/org-1/environments/env-1/statements";

    @TempDir
    Path folder;

    private CloudScene scene;

    @BeforeEach
    void open() {
        scene = new CloudScene(folder).smallOrganization();
        scene.settings.put("flink-endpoint", scene.cloud.uri().toString());
        scene.secrets.put("flink-aws.us-east-1-key", new Secret(() -> ConfluentCloudFake.KEY));
        scene.secrets.put("flink-aws.us-east-1-secret", new Secret(() -> ConfluentCloudFake.SECRET));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aStatementOfTheSameNameBeginsWhenItWasCreated() {
        statement("sa-1", "2026-01-01T00:00:00Z");
        scene.fetch("2026-11-18", "2026-11-19");
        scene.cloud.remove(STATEMENTS, "daily");
        at("2026-11-20T12:00:00Z");
        statement("sa-2", "2026-11-21T18:00:00Z");
        at("2026-11-22T06:00:00Z");

        assertThat(owners("2026-11-20", "flink")).hasSize(12).allMatch(line -> line.endsWith(" sa-1"));
        assertThat(owners("2026-11-21", "flink")).hasSize(6).first().asString().isEqualTo("2026-11-21T18:00:00Z sa-2");
    }

    @Test
    void aStatementThatWasMadeAnewByTheSameOwnerDoesNotPayForTheTimeBetween() {
        statement("sa-1", "2026-01-01T00:00:00Z");
        scene.fetch("2026-11-18", "2026-11-19");
        scene.cloud.remove(STATEMENTS, "daily");
        at("2026-11-20T12:00:00Z");
        statement("sa-1", "2026-11-21T18:00:00Z");
        at("2026-11-22T06:00:00Z");

        assertThat(owners("2026-11-20", "flink")).hasSize(12);
        assertThat(owners("2026-11-21", "flink")).hasSize(6);
    }

    @Test
    void aStatementThatWasReplacedBetweenTwoReadingsEndsWhenTheOtherWasCreated() {
        statement("sa-1", "2026-01-01T00:00:00Z");
        scene.fetch("2026-11-18", "2026-11-19");
        statement("sa-2", "2026-11-21T18:00:00Z");
        at("2026-11-22T06:00:00Z");

        assertThat(owners("2026-11-21", "flink").stream().filter(line -> line.endsWith(" sa-1")))
                .hasSize(18);
        assertThat(owners("2026-11-21", "flink").stream().filter(line -> line.endsWith(" sa-2")))
                .hasSize(6);
    }

    @Test
    void anOwnerThatWasHiddenOwnsItsPastToo() {
        scene.connector("lcc-1", "sink", "\"kafka.auth.mode\":\"KAFKA_API_KEY\",\"kafka.api.key\":\"****\"");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(owners("2026-11-18", "connector"))
                .allMatch(line -> line.endsWith(" connector_api_key_masked:lcc-1"));
        scene.connector("lcc-1", "sink", "\"kafka.auth.mode\":\"KAFKA_API_KEY\",\"kafka.api.key\":\"K1\"");
        at("2026-11-22T06:00:00Z");

        assertThat(owners("2026-11-18", "connector")).hasSize(24).allMatch(line -> line.endsWith(" sa-1"));
        assertThat(owners("2026-11-21", "connector")).hasSize(24).allMatch(line -> line.endsWith(" sa-1"));
    }

    private void at(String time) {
        scene.clock.set(Instant.parse(time));
        scene.fetch("2026-11-18", "2026-11-22");
    }

    private void statement(String principal, String created) {
        scene.cloud.put(
                STATEMENTS,
                "{\"name\":\"daily\",\"metadata\":{\"created_at\":\"" + created + "\"},\"spec\":{\"principal\":\""
                        + principal + "\",\"compute_pool_id\":\"lfcp-1\"},\"status\":{\"phase\":\"RUNNING\"}}");
    }

    /** Hour and owner. */
    private List<String> owners(String day, String kind) {
        return scene.lines("usage/inventory-" + day + ".csv").stream()
                .filter(line -> line.contains(",confluent_" + kind + "_owner,"))
                .map(line -> line.split(",")[0] + " " + line.split(",")[2])
                .toList();
    }
}
