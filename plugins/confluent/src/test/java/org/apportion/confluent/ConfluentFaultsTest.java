package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.marketplace.Fault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfluentFaultsTest {
    @TempDir
    Path folder;

    private CloudScene scene;

    @BeforeEach
    void open() {
        scene = new CloudScene(folder).smallOrganization();
        scene.cost("c1", "2026-10-31", "KAFKA_BASE", "1");
        scene.cost("c2", "2026-11-01", "KAFKA_BASE", "2");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private ThrowingCallable fetching() {
        return () -> scene.fetch("2026-10-31", "2026-11-02");
    }

    @Test
    void anExpiredKeyIsNamed() {
        scene.cloud.expireKey();
        assertThatThrownBy(fetching())
                .hasMessage(
                        "CONFLUENT_KEY_REFUSED costs GET /billing/v1/costs: the API key is not accepted (status 401): "
                                + "it is wrong, expired or deleted. Create a Cloud API key (resource scope: cloud resource "
                                + "management) and set api-key and api-secret.");
    }

    @Test
    void aMissingRoleForCostsIsNamed() {
        scene.cloud.forbid("/billing");
        assertThatThrownBy(fetching())
                .hasMessage("CONFLUENT_NOT_ALLOWED costs GET /billing/v1/costs: the API key may not read costs (status "
                        + "403). Give the key's service account the role BillingAdmin.");
    }

    @Test
    void aMissingRoleForTheInventoryIsNamedAndCostsStay() {
        scene.cloud.forbid("/iam/v2/api-keys");
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_NOT_ALLOWED api-keys GET /iam/v2/api-keys")
                .hasMessageContaining("the role OrganizationAdmin");
        assertThat(scene.lines("costs/2026-11-01.ndjson")).hasSize(1);
    }

    @Test
    void aMissingRoleForTheInventoryIsOnlyToldWhereTheSettingsSaySo() {
        scene.settings.put("missing-inventory", "warn");
        scene.cloud.forbid("/iam/v2/api-keys");
        scene.cloud.forbid("/connect");
        Fetched fetched = scene.fetch("2026-10-31", "2026-11-02");
        assertThat(fetched.notes())
                .contains(
                        "1 list(s) of api-keys cannot be read; give the key's service account the role OrganizationAdmin.",
                        "1 list(s) of connectors cannot be read; give the key's service account the role OrganizationAdmin.");
        assertThat(scene.lines("usage/inventory-2026-11-01.csv")).anyMatch(line -> line.contains("confluent_identity"));
    }

    @Test
    void aListThatMayNoLongerBeReadKeepsItsObjects() {
        scene.fetch("2026-10-31", "2026-11-02");
        scene.settings.put("missing-inventory", "warn");
        scene.cloud.forbid("/iam/v2/api-keys");
        scene.clock.advance(Duration.ofDays(2));
        scene.fetch("2026-11-21", "2026-11-22");
        assertThat(scene.lines("usage/inventory-2026-11-21.csv"))
                .anyMatch(line -> line.contains("confluent_key_owner"));
    }

    @Test
    void metricsThatCannotBeReadAreToldAndNeitherCostsNorOwnersFail() {
        scene.settings.put("metrics", "cloud");
        scene.cloud.forbid("/v2/metrics");
        scene.cost("c3", "2026-11-18", "KAFKA_BASE", "2");
        Fetched fetched = scene.fetch("2026-11-18", "2026-11-19");
        assertThat(fetched.notes())
                .anyMatch(note -> note.contains("usage of the Metrics API is missing")
                        && note.contains("the role MetricsViewer"));
        assertThat(scene.lines("costs/2026-11-18.ndjson")).hasSize(1);
        assertThat(scene.lines("usage/inventory-2026-11-18.csv")).isNotEmpty();
    }

    @Test
    void aPageThatRepeatsIsNamedAndNothingOfItIsTaken() {
        scene.cloud.repeat("/billing/v1/costs");
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_PAGES_REPEAT costs GET /billing/v1/costs: page 2");
        assertThat(Files.exists(folder.resolve("costs"))).isFalse();
    }

    @Test
    void pagesWithoutEndAreNamed() {
        scene.cloud.neverEnd("/iam/v2/users");
        assertThatThrownBy(fetching())
                .hasMessageContaining(
                        "CONFLUENT_PAGES_ENDLESS users GET /iam/v2/users: the list has not ended after 50");
    }

    @Test
    void anAnswerThatIsCutOffIsNamed() {
        scene.cloud.fail(new Fault.MalformedAnswer());
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_ANSWER_UNREADABLE costs GET /billing/v1/costs")
                .hasMessageContaining("no JSON object");
    }

    @Test
    void aRowWithoutAStartIsAnErrorAndNotALoss() {
        scene.cloud.fail(new Fault.Answer(200, "{\"data\":[{\"id\":\"x\",\"amount\":1}]}"));
        assertThatThrownBy(fetching()).hasMessageContaining("a row has no start_date");
    }

    @Test
    void afterThrottlingTheCallIsMadeAgainWhenTheServiceSaid() {
        scene.cloud.resetIn("X-RateLimit-Reset");
        scene.cloud.fail(new Fault.Throttle(Duration.ofSeconds(1)));
        long start = System.nanoTime();
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(scene.lines("costs/2026-11-01.ndjson")).hasSize(1);
    }

    @Test
    void aStormOfThrottlingEndsWithAMessageAndLeavesWhatIsWhole() {
        scene.failCall(1, new Fault.Throttle(Duration.ZERO));
        assertThatThrownBy(fetching()).hasMessageContaining("CONFLUENT_RATE_LIMITED costs GET /billing/v1/costs");
        assertThat(scene.lines("costs/2026-10-31.ndjson")).hasSize(1);
        assertThat(Files.exists(folder.resolve("costs/2026-11-01.ndjson"))).isFalse();
    }

    @Test
    void whicheverCallIsLostTheNextFetchBringsTheSame(@TempDir Path other) {
        scene.cloud.pagesOf(1);
        scene.settings.put("metrics", "cloud");
        scene.cost("c5", "2026-11-18", "KAFKA_BASE", "2");
        for (String hour : new String[] {"00", "01", "02"}) {
            scene.cloud.point(
                    "{\"metric\":\"io.confluent.kafka.server/request_bytes\",\"timestamp\":\"2026-11-18T" + hour
                            + ":00:00Z\",\"value\":5.0,\"metric.principal_id\":\"sa-1\",\"resource.kafka.id\":\"lkc-1\"}");
        }
        scene.fetch("2026-10-31", "2026-11-19");
        int calls = scene.cloud.requests().size();
        Map<String, String> undisturbed = scene.files();
        assertThat(calls).isGreaterThan(20);
        for (int call = 0; call < calls; call++) {
            try (CloudScene disturbed = new CloudScene(other.resolve("f" + call))) {
                Files.createDirectories(disturbed.folder);
                copyInto(disturbed);
                disturbed.failCall(
                        call, call % 2 == 0 ? new Fault.DropBeforeAccept() : new Fault.DropReplyAfterAccept());
                assertThat(tells(disturbed)).as("call " + call).isTrue();
                disturbed.cloud.forgetFaults();
                disturbed.fetch("2026-10-31", "2026-11-19");
                assertThat(disturbed.files()).as("call " + call).isEqualTo(undisturbed);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Of metrics as a note, of all else as a failure. */
    private static boolean tells(CloudScene disturbed) {
        try {
            return disturbed.fetch("2026-10-31", "2026-11-19").notes().stream()
                    .anyMatch(note -> note.contains("usage of the Metrics API is missing"));
        } catch (ApportionException e) {
            return true;
        }
    }

    private static void copyInto(CloudScene other) {
        other.smallOrganization();
        other.cost("c1", "2026-10-31", "KAFKA_BASE", "1");
        other.cost("c2", "2026-11-01", "KAFKA_BASE", "2");
        other.cost("c5", "2026-11-18", "KAFKA_BASE", "2");
        other.cloud.pagesOf(1);
        other.settings.put("metrics", "cloud");
        for (String hour : new String[] {"00", "01", "02"}) {
            other.cloud.point(
                    "{\"metric\":\"io.confluent.kafka.server/request_bytes\",\"timestamp\":\"2026-11-18T" + hour
                            + ":00:00Z\",\"value\":5.0,\"metric.principal_id\":\"sa-1\",\"resource.kafka.id\":\"lkc-1\"}");
        }
    }

    @Test
    void whatAKilledCallLeftHalfWrittenIsRemoved() throws java.io.IOException {
        Files.createDirectories(folder.resolve("costs"));
        Files.writeString(folder.resolve("costs/2026-11-01.ndjson.part"), "{\"amo");
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(Files.exists(folder.resolve("costs/2026-11-01.ndjson.part"))).isFalse();
    }

    @Test
    void evidenceHoldsTheAnswersAndNoCredential() throws java.io.IOException {
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(scene.lines(".evidence/2026-11-20/calls.ndjson"))
                .anyMatch(line -> line.contains("/billing/v1/costs?end_date=2026-11-01"))
                .noneMatch(line -> line.contains("Basic") || line.contains("cloud-secret"));
        try (var all = Files.walk(folder.resolve(".evidence"))) {
            for (Path file : all.filter(each -> each.toString().endsWith(".gz")).toList()) {
                try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(file))) {
                    assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                            .doesNotContain("hunter2");
                }
            }
        }
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> open(Map.of("organisation", "x"), "api-key"))
                .hasMessageStartingWith(
                        "CONFLUENT_SETTING_WRONG fetch confluent.organisation: the setting is unknown.");
        assertThatThrownBy(() -> open(Map.of("organization", "x", "api-key", "y"), "api-key"))
                .hasMessageContaining("fetch confluent.api-key: the setting is a secret. Move it to secrets.");
        assertThatThrownBy(() -> open(Map.of("organization", "x"), "api-key"))
                .hasMessageContaining("fetch confluent.api-secret: the setting is missing.")
                .hasMessageContaining("${env:CONFLUENT_API_SECRET}");
        assertThatThrownBy(() -> open(Map.of("organization", "x", "page-size", "20000"), "api-key"))
                .hasMessageContaining("fetch confluent.page-size: the setting is not a whole number from 1 to 10000.");
    }

    private void open(Map<String, String> settings, String secret) {
        new ConfluentProvider()
                .open(new FetchSettings(
                        "confluent", folder, settings, Map.of(secret, new Secret(() -> "x")), scene.clock))
                .close();
    }
}
