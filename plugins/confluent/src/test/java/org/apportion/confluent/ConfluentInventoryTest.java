package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apportion.spi.Secret;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.confluent.ConfluentCloudFake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfluentInventoryTest {
    private static final String DAY = "usage/inventory-2026-11-18.csv";

    @TempDir
    Path folder;

    private CloudScene scene;

    @BeforeEach
    void open() {
        scene = new CloudScene(folder).smallOrganization();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aKeyCountsFromTheHourInWhichItWasCreated() {
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(hours("confluent_key_owner", "sa-1")).hasSize(24);
        // Created at 10:30, so hours 10 to 23.
        assertThat(hours("confluent_key_owner", "sa-2")).hasSize(14).first().isEqualTo("2026-11-18T10:00:00Z");
    }

    @Test
    void ownersAreToldByKeyEnvironmentConnectorAndOrganization() {
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines(DAY).stream().filter(line -> line.startsWith("2026-11-18T12")))
                .containsExactly(
                        "2026-11-18T12:00:00Z,env-1,sa-1,confluent_environment_owner,1,owner",
                        "2026-11-18T12:00:00Z,env-1,sa-2,confluent_environment_owner,1,owner",
                        "2026-11-18T12:00:00Z,lcc-1,sa-2,confluent_connector_owner,1,owner",
                        "2026-11-18T12:00:00Z,lkc-1,sa-1,confluent_key_owner,1,owner",
                        "2026-11-18T12:00:00Z,lkc-1,sa-2,confluent_cluster_connector_owner,1,owner",
                        "2026-11-18T12:00:00Z,lkc-1,sa-2,confluent_key_owner,1,owner",
                        "2026-11-18T12:00:00Z,org-1,sa-1,confluent_identity,1,owner",
                        "2026-11-18T12:00:00Z,org-1,sa-2,confluent_identity,1,owner",
                        "2026-11-18T12:00:00Z,org-1,u-1,confluent_identity,1,owner");
    }

    @Test
    void registryKsqlAndFlinkHaveOwnersToo() {
        scene.cloud.put(
                "/srcm/v3/clusters?environment=env-1",
                "{\"id\":\"lsrc-1\",\"spec\":{\"display_name\":\"sr\"},\"metadata\":{\"created_at\":\"2026-01-01T00:00:00Z\"}}");
        scene.key("K3", "u-1", "lsrc-1", "2026-01-01T00:00:00Z");
        scene.cloud.put(
                "/ksqldbcm/v2/clusters?environment=env-1",
                "{\"id\":\"lksqlc-1\",\"spec\":{\"display_name\":\"k\",\"credential_identity\":{\"id\":\"sa-1\"},"
                        + "\"kafka_cluster\":{\"id\":\"lkc-1\"}},\"metadata\":{\"created_at\":\"2026-01-01T00:00:00Z\"}}");
        scene.cloud.put("/ksqldbcm/v2/clusters?environment=env-1", "{\"id\":\"lksqlc-2\",\"spec\":{}}");
        scene.cloud.put(
                "/fcpm/v2/compute-pools?environment=env-1",
                "{\"id\":\"lfcp-1\",\"spec\":{\"display_name\":\"pool\",\"region\":\"us-east-1\"}}");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines(DAY))
                .contains(
                        "2026-11-18T00:00:00Z,lsrc-1,u-1,confluent_key_owner,1,owner",
                        "2026-11-18T00:00:00Z,env-1,u-1,confluent_schema_registry_key_owner,1,owner",
                        "2026-11-18T00:00:00Z,env-1,u-1,confluent_environment_owner,1,owner",
                        "2026-11-18T00:00:00Z,lksqlc-1,sa-1,confluent_ksql_owner,1,owner",
                        "2026-11-18T00:00:00Z,lksqlc-2,ksqldb_owner_id_missing_in_api_response:lksqlc-2,confluent_ksql_owner,1,owner");
        assertThat(scene.lines("names.csv")).contains("lfcp-1,pool,flink-pool,", "u-1,Ann,user,");
    }

    @Test
    void ownersOfRunningStatementsShareTheirPool() {
        scene.settings.put("flink-endpoint", scene.cloud.uri().toString());
        scene.secrets.put("flink-aws.us-east-1-key", new Secret(() -> ConfluentCloudFake.KEY));
        scene.secrets.put("flink-aws.us-east-1-secret", new Secret(() -> ConfluentCloudFake.SECRET));
        statement("joins", "sa-1", "RUNNING");
        statement("report", "sa-2", "COMPLETED");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines(DAY).stream().filter(line -> line.endsWith(",confluent_flink_owner,1,owner")))
                .hasSize(24)
                .allMatch(line -> line.contains(",lfcp-1,sa-1,"));
    }

    @Test
    void statementsOfOneNameInTwoEnvironmentsHaveEachTheirOwnHistory() {
        scene.settings.put("flink-endpoint", scene.cloud.uri().toString());
        scene.secrets.put("flink-aws.us-east-1-key", new Secret(() -> ConfluentCloudFake.KEY));
        scene.secrets.put("flink-aws.us-east-1-secret", new Secret(() -> ConfluentCloudFake.SECRET));
        scene.cloud.put("/org/v2/environments", CloudScene.named("env-2", "test", "2026-01-01T00:00:00Z"));
        statement("etl", "sa-1", "RUNNING");
        scene.cloud.put(
                "/sql/v1/organizations/org-1/environments/env-2/statements",
                "{\"name\":\"etl\",\"metadata\":{\"created_at\":\"2026-01-01T00:00:00Z\"},\"spec\":{\"principal\":"
                        + "\"sa-2\",\"compute_pool_id\":\"lfcp-2\"},\"status\":{\"phase\":\"RUNNING\"}}");
        scene.fetch("2026-11-18", "2026-11-19");
        scene.clock.advance(Duration.ofDays(1));
        scene.fetch("2026-11-18", "2026-11-21");
        for (String day : List.of("2026-11-18", "2026-11-20")) {
            assertThat(scene.lines("usage/inventory-" + day + ".csv").stream()
                            .filter(line -> line.endsWith(",confluent_flink_owner,1,owner"))
                            .map(line -> line.substring(line.indexOf(',') + 1)))
                    .as(day)
                    .hasSize(48)
                    .contains("lfcp-1,sa-1,confluent_flink_owner,1,owner", "lfcp-2,sa-2,confluent_flink_owner,1,owner");
        }
    }

    @Test
    void aRegionThatAnEnvironmentDoesNotUseHasNoStatements() {
        scene.settings.put("flink-endpoint", scene.cloud.uri().toString());
        scene.secrets.put("flink-aws.us-east-1-key", new Secret(() -> ConfluentCloudFake.KEY));
        scene.secrets.put("flink-aws.us-east-1-secret", new Secret(() -> ConfluentCloudFake.SECRET));
        scene.cloud.hide("/sql/");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(hours("confluent_key_owner", "sa-1")).hasSize(24);
    }

    @Test
    void aListThatLosesMostOfItsObjectsIsTold() {
        for (int i = 10; i < 20; i++) {
            scene.key("K" + i, "sa-1", "lkc-1", "2026-01-01T00:00:00Z");
        }
        assertThat(scene.fetch("2026-11-18", "2026-11-19").notes()).noneMatch(note -> note.contains("no longer there"));
        for (int i = 10; i < 18; i++) {
            scene.cloud.remove("/iam/v2/api-keys", "K" + i);
        }
        scene.clock.advance(Duration.ofHours(1));
        assertThat(scene.fetch("2026-11-18", "2026-11-19").notes())
                .anyMatch(
                        note -> note.startsWith(
                                "8 of 12 objects of the list api-keys are no longer there and end now; if nobody deleted them"));
    }

    private void statement(String name, String principal, String phase) {
        scene.cloud.put(
                "/sql/v1/organizations/org-1/environments/env-1/statements",
                "{\"name\":\"" + name + "\",\"metadata\":{\"created_at\":\"2026-01-01T00:00:00Z\"},\"spec\":{"
                        + "\"principal\":\"" + principal + "\",\"compute_pool_id\":\"lfcp-1\"},\"status\":{\"phase\":\""
                        + phase + "\"}}");
    }

    @Test
    void connectorsHaveTheOwnerOfTheirKeyAndUnknownKeysKeepTheirName() {
        scene.connector("lcc-2", "by-key", "\"kafka.auth.mode\":\"KAFKA_API_KEY\",\"kafka.api.key\":\"K1\"");
        scene.connector("lcc-3", "no-mode", "\"kafka.api.key\":\"K2\"");
        scene.connector("lcc-4", "masked", "\"kafka.auth.mode\":\"KAFKA_API_KEY\",\"kafka.api.key\":\"****\"");
        scene.connector("lcc-5", "gone", "\"kafka.auth.mode\":\"KAFKA_API_KEY\",\"kafka.api.key\":\"K99\"");
        scene.connector("lcc-6", "nothing", "\"connector.class\":\"Sink\"");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines(DAY).stream()
                        .filter(line -> line.startsWith("2026-11-18T00") && line.contains("confluent_connector_owner"))
                        .map(line -> line.split(",")[1] + " " + line.split(",")[2]))
                .containsExactly(
                        "lcc-1 sa-2",
                        "lcc-2 sa-1",
                        "lcc-3 sa-2",
                        "lcc-4 connector_api_key_masked:lcc-4",
                        "lcc-5 connector_api_key_cannot_be_mapped:K99",
                        "lcc-6 lcc-6");
    }

    @Test
    void whatIsDeletedKeepsItsHistoryAndEndsWhenItIsMissed() {
        scene.fetch("2026-11-18", "2026-11-19");
        scene.cloud.remove("/iam/v2/api-keys", "K1");
        scene.clock.set(Instant.parse("2026-11-22T06:30:00Z"));
        scene.fetch("2026-11-18", "2026-11-22");
        assertThat(hours("confluent_key_owner", "sa-1")).hasSize(24);
        scene.clock.set(Instant.parse("2026-11-24T06:00:00Z"));
        scene.fetch("2026-11-22", "2026-11-24");
        assertThat(scene.lines("usage/inventory-2026-11-22.csv").stream()
                        .filter(line -> line.contains(",sa-1,confluent_key_owner")))
                .hasSize(7);
        assertThat(scene.lines("usage/inventory-2026-11-23.csv").stream()
                        .filter(line -> line.contains(",sa-1,confluent_key_owner")))
                .isEmpty();
    }

    @Test
    void whatIsBelowAnEnvironmentThatIsGoneEndsWithIt() {
        scene.fetch("2026-11-18", "2026-11-19");
        scene.cloud.remove("/org/v2/environments", "env-1");
        scene.clock.set(Instant.parse("2026-11-22T00:00:00Z"));
        scene.fetch("2026-11-18", "2026-11-22");
        scene.clock.set(Instant.parse("2026-11-24T00:00:00Z"));
        scene.fetch("2026-11-23", "2026-11-24");
        assertThat(scene.lines("usage/inventory-2026-11-23.csv"))
                .noneMatch(line -> line.contains("lcc-1"))
                .anyMatch(line -> line.contains("confluent_identity"));
    }

    @Test
    void aConnectorWithANewOwnerIsSplitByTheOwnerOfTheHour() {
        scene.fetch("2026-11-18", "2026-11-19");
        scene.connector(
                "lcc-1", "sink", "\"kafka.auth.mode\":\"SERVICE_ACCOUNT\",\"kafka.service.account.id\":\"sa-1\"");
        scene.clock.set(Instant.parse("2026-11-21T12:00:00Z"));
        scene.fetch("2026-11-18", "2026-11-21");
        scene.clock.set(Instant.parse("2026-11-23T00:00:00Z"));
        scene.fetch("2026-11-18", "2026-11-23");
        assertThat(scene.lines("usage/inventory-2026-11-21.csv").stream()
                        .filter(line -> line.contains("lcc-1"))
                        .map(line -> line.substring(11, 13) + line.split(",")[2]))
                .hasSize(24)
                .contains("11sa-2", "12sa-1")
                .doesNotContain("11sa-1", "12sa-2");
    }

    @Test
    void anObjectThatDoesNotTellWhenItWasCreatedIsToldInANote() {
        Fetched fetched = scene.fetch("2026-11-18", "2026-11-19");
        assertThat(fetched.notes())
                .contains(
                        "1 object does not tell when created and count as there before the first reading of the inventory.");
        scene.connector("lcc-9", "later", "\"kafka.service.account.id\":\"sa-1\"");
        scene.clock.advance(Duration.ofDays(1));
        scene.fetch("2026-11-18", "2026-11-21");
        // Found on the 21st, not on the 20th at six: it began between them, so at the earlier.
        assertThat(scene.lines("usage/inventory-2026-11-20.csv").stream().filter(line -> line.contains(",lcc-9,")))
                .hasSize(18);
        assertThat(scene.lines(DAY)).noneMatch(line -> line.contains("lcc-9"));
    }

    private List<String> hours(String metric, String owner) {
        return scene.lines(DAY).stream()
                .filter(line -> line.endsWith("," + owner + "," + metric + ",1,owner"))
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
    }
}
