package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    @TempDir
    Path recorded;

    @TempDir
    Path folder;

    @Test
    void recordedAnswersStandForTheServiceWithoutAKeyAndWhateverTheDate() throws IOException {
        write(
                "billing-v1-costs.json",
                "{\"data\":[{\"start_date\":\"2020-01-01\",\"amount\":1},{\"start_date\":\"2020-03-01\"}]}");
        write("iam-v2-service-accounts.json", "{\"data\":[{\"id\":\"sa-1\",\"display_name\":\"one\"}]}");
        write("org-v2-environments.json", "{\"data\":[{\"id\":\"env-1\"}]}");
        write("cmk-v2-clusters-env-1.json", "{\"data\":[{\"id\":\"lkc-1\"}]}");
        write(
                "v2-metrics-cloud-query-request_bytes.json",
                "{\"data\":[{\"timestamp\":\"2020-01-01T05:00:00Z\",\"value\":7,\"metric.principal_id\":\"sa-1\","
                        + "\"resource.kafka.id\":\"lkc-1\"}]}");
        Fetched fetched = fetch();
        assertThat(fetched.found()).isEqualTo(2);
        assertThat(folder.resolve("costs/2020-01-01.ndjson")).content().contains("\"amount\":1");
        assertThat(folder.resolve("costs/2020-03-01.ndjson")).doesNotExist();
        assertThat(folder.resolve("usage/metrics-2020-01-01.csv"))
                .content()
                .contains(",lkc-1,sa-1,confluent_request_bytes,7,");
        assertThat(folder.resolve("names.csv"))
                .content()
                .isEqualTo("id,name,kind,cluster\nsa-1,one,service-account,\n");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws IOException {
        Files.delete(recorded);
        assertThatThrownBy(this::fetch)
                .hasMessageContaining("CONFLUENT_NOT_REACHED")
                .hasMessageContaining("is not there");
        Files.createDirectories(recorded);
    }

    @Test
    void aFileThatIsNoJsonIsNamed() throws IOException {
        write("billing-v1-costs.json", "{\"data\":");
        assertThatThrownBy(this::fetch).hasMessageContaining("CONFLUENT_ANSWER_UNREADABLE costs GET /billing/v1/costs");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(recorded.resolve(name), text);
    }

    private Fetched fetch() {
        FetchSettings settings = new FetchSettings(
                "c",
                folder,
                Map.of("organization", "o", "metrics", "cloud", "replay", recorded.toString()),
                Map.of(),
                MovableClock.at("2026-11-20T06:00:00Z"));
        try (var source = new ConfluentProvider().open(settings)) {
            return source.fetch(
                    new FetchWindow(LocalDate.parse("2020-01-01"), LocalDate.parse("2020-01-03")), Progress.NONE);
        }
    }
}
