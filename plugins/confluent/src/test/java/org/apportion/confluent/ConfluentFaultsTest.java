package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apportion.spi.Secret;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.marketplace.Fault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConfluentFaultsTest extends TwoBilledDays {
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
    void aKeyThatReadsCostsAloneLeavesAFileOfUsageForTheImport() {
        scene.settings.put("missing-inventory", "warn");
        for (String path : new String[] {"/iam", "/org/v2/environments"}) {
            scene.cloud.forbid(path);
        }
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(scene.lines("costs/2026-11-01.ndjson")).hasSize(1);
        assertThat(scene.lines("usage/inventory-2026-10-31.csv")).containsExactly(UsageCsv.HEADING.strip());
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
        scene.failCall(1, new Fault.MalformedAnswer());
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_ANSWER_UNREADABLE costs GET /billing/v1/costs")
                .hasMessageContaining("no JSON object");
    }

    @Test
    void aRowWithoutAStartIsAnErrorAndNotALoss() {
        scene.failCall(1, new Fault.Answer(200, "{\"data\":[{\"id\":\"x\",\"amount\":1}]}"));
        assertThatThrownBy(fetching()).hasMessageContaining("a row has no start_date");
    }

    @Test
    void anAnswerWithoutAListIsAnErrorAndNotAMonthWithoutCosts() {
        scene.fetch("2026-10-31", "2026-11-02");
        scene.clock.set(Instant.parse("2026-11-02T06:00:00Z"));
        for (String answer :
                List.of("{}", "{\"errors\":[{\"detail\":\"backend timeout\"}]}", "{\"data\":{}}", "{\"data\":null}")) {
            scene.failCall(1, new Fault.Answer(200, answer));
            assertThatThrownBy(fetching())
                    .as(answer)
                    .hasMessageContaining("CONFLUENT_ANSWER_UNREADABLE costs GET /billing/v1/costs")
                    .hasMessageContaining("it has no list named data");
            scene.cloud.forgetFaults();
        }
        assertThat(scene.lines("costs/2026-11-01.ndjson"))
                .singleElement()
                .asString()
                .contains("\"amount\":2,");
    }

    @Test
    void aListThatEndsBeforeItsTotalSizeIsAnError() {
        scene.failCall(
                1,
                new Fault.Answer(
                        200,
                        "{\"data\":[{\"id\":\"x\",\"start_date\":\"2026-10-31\",\"amount\":1}],\"metadata\":{\"total_size\":20}}"));
        assertThatThrownBy(fetching()).hasMessageContaining("it ends after 1 of 20 rows (total_size)");
    }

    @Test
    void aListThatHasMoreRowsThanItsTotalSizeIsAnError() {
        String row = "{\"id\":\"x\",\"start_date\":\"2026-10-31\",\"amount\":1}";
        scene.failCall(
                1, new Fault.Answer(200, "{\"data\":[" + row + "," + row + "],\"metadata\":{\"total_size\":1}}"));
        assertThatThrownBy(fetching()).hasMessageContaining("it ends after 2 of 1 rows (total_size)");
    }

    @Test
    void aListOfObjectsWithoutDataEndsNothing() {
        scene.fetch("2026-10-31", "2026-11-02");
        // Calls: organization, then the object lists, since all costs are settled.
        scene.failCall(1, new Fault.Answer(200, "{}"));
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_ANSWER_UNREADABLE service-accounts GET /iam/v2/service-accounts");
        scene.cloud.forgetFaults();
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(scene.lines(".state/inventory.ndjson")).allMatch(line -> line.contains("\"to\":\"\""));
    }

    @Test
    void aPageOfConnectorsThatIsAListIsAnErrorAndNotAConnector() {
        scene.fetch("2026-10-31", "2026-11-02");
        int connectors = 0;
        while (!scene.cloud.requests().get(connectors).path().endsWith("/connectors")) {
            connectors++;
        }
        // Costs of two months are settled and not asked again.
        scene.failCall(connectors - 2, new Fault.Answer(200, "{\"data\":[]}"));
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_ANSWER_UNREADABLE connectors GET ")
                .hasMessageContaining("its member data is no connector");
    }

    @Test
    void aNumberThatCannotBeWrittenIsAnAnswerThatCannotBeRead() {
        scene.failCall(1, new Fault.Answer(200, "{\"data\":[{\"start_date\":\"2026-10-31\",\"amount\":1e99999}]}"));
        assertThatThrownBy(fetching()).hasMessageContaining("CONFLUENT_ANSWER_UNREADABLE costs GET /billing/v1/costs");
    }

    @Test
    void aListWithMoreEntriesThanAnyOrganizationHasIsNamedBeforeMemoryEnds() {
        scene.mostPages = 4;
        for (int i = 0; i < 1000; i++) {
            scene.cost("m" + i, "2026-11-01", "KAFKA_BASE", "1");
        }
        scene.settings.put("page-size", "400");
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_PAGES_ENDLESS costs GET /billing/v1/costs: the list has not ended "
                        + "after 2 pages with 800 entries");
    }

    @Test
    void aDamagedLineOfWhatIsKnownIsNamedAndNothingIsForgotten() throws IOException {
        scene.fetch("2026-10-31", "2026-11-02");
        Path state = folder.resolve(".state/inventory.ndjson");
        Files.writeString(
                state, Files.readString(state).replaceFirst("\"first-seen\":\"[^\"]*\"", "\"first-seen\":\"?\""));
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_FOLDER_FAILED .state/inventory.ndjson:1: the line is damaged");
    }

    @Test
    void whatAPowerCutEmptiedIsNamedOrBroughtAgain() throws IOException {
        scene.fetch("2026-10-31", "2026-11-02");
        Path day = folder.resolve("costs/2026-10-31.ndjson");
        String costs = Files.readString(day);
        Files.writeString(day, "");
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(day).hasContent(costs);

        Files.writeString(folder.resolve(".state/inventory.ndjson"), "");
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_FOLDER_FAILED .state/inventory.ndjson: the file is empty");
    }

    @Test
    void aKeyOfAnotherOrganizationIsRefusedBeforeItsCostsAreTaken() {
        scene.cloud.put("/org/v2/organizations", "{\"id\":\"org-2\",\"display_name\":\"Other\"}");
        assertThatThrownBy(fetching())
                .hasMessage(
                        "CONFLUENT_SETTING_WRONG fetch confluent.organization: the API key belongs to the organization "
                                + "org-2, not to org-1; nothing was fetched. Set organization to the key's, or set the key of this "
                                + "organization.");
        assertThat(Files.exists(folder.resolve("costs"))).isFalse();
    }

    @Test
    void aKeyOfTheOrganizationIsTakenAndOneThatMayNotTellIsNoted() {
        scene.cloud.put("/org/v2/organizations", "{\"id\":\"org-1\"}");
        assertThat(scene.fetch("2026-10-31", "2026-11-02").notes())
                .noneMatch(note -> note.contains("belongs to the organization"));
        scene.cloud.forbid("/org/v2/organizations");
        assertThat(scene.fetch("2026-10-31", "2026-11-02").notes())
                .anyMatch(note -> note.startsWith("whether the key belongs to the organization org-1 is not known"));
    }

    @Test
    void aWrongKeyOfFlinkIsToldAsOneOfFlink() {
        scene.settings.put("flink-endpoint", scene.cloud.uri().toString());
        scene.secrets.put("flink-aws.us-east-1-key", new Secret(() -> "WRONG"));
        scene.secrets.put("flink-aws.us-east-1-secret", new Secret(() -> "WRONG"));
        assertThatThrownBy(fetching())
                .hasMessageContaining("CONFLUENT_KEY_REFUSED flink-statements GET ")
                .hasMessageContaining("Create a Flink API key of this region and set flink-<cloud>.<region>-key");
    }

    @Test
    void aKeyThatGoesOverTheNetworkInClearIsTold() {
        assertThat(scene.fetch("2026-10-31", "2026-11-02").notes()).noneMatch(note -> note.contains("encryption"));
        scene.settings.put("metrics-endpoint", "http://telemetry.example");
        assertThat(scene.fetch("2026-10-31", "2026-11-02").notes())
                .contains("the key is sent without encryption, since an endpoint begins with http://; write https://.");
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
        scene.failCall(2, new Fault.Throttle(Duration.ZERO));
        assertThatThrownBy(fetching()).hasMessageContaining("CONFLUENT_RATE_LIMITED costs GET /billing/v1/costs");
        assertThat(scene.lines("costs/2026-10-31.ndjson")).hasSize(1);
        assertThat(Files.exists(folder.resolve("costs/2026-11-01.ndjson"))).isFalse();
    }

    @Test
    void aServiceThatIsBrokenIsToldWithWhatItSays() {
        scene.failCall(0, new Fault.InternalError());
        assertThatThrownBy(fetching())
                .hasMessageStartingWith(
                        "CONFLUENT_REFUSED organizations GET /org/v2/organizations: the answer has status 500: ");
    }
}
