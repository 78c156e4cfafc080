package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfluentMetricsTest {
    private static final String DAY = "usage/metrics-2026-11-18.csv";

    @TempDir
    Path folder;

    private CloudScene scene;

    @BeforeEach
    void open() {
        scene = new CloudScene(folder).smallOrganization();
        scene.settings.put("metrics", "cloud");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void bytesOfTheMetricsApiComeByHourClusterAndPrincipal() {
        scene.cloud.pagesOf(1);
        scene.point("request_bytes", "2026-11-18T05:00:00Z", "1024.50", "sa-1");
        scene.point("request_bytes", "2026-11-18T06:00:00Z", "7", "sa-2");
        scene.point("response_bytes", "2026-11-18T05:00:00Z", "0", "sa-1");
        scene.fetch("2026-11-10", "2026-11-19");
        assertThat(scene.lines("usage/metrics-2026-11-18.csv"))
                .containsExactly(
                        "hour,resource,consumer,metric,value,unit",
                        "2026-11-18T05:00:00Z,lkc-1,sa-1,confluent_request_bytes,1024.5,bytes",
                        "2026-11-18T05:00:00Z,lkc-1,sa-1,confluent_response_bytes,0,bytes",
                        "2026-11-18T06:00:00Z,lkc-1,sa-2,confluent_request_bytes,7,bytes");
        // No answer for the 17th: a gap is a gap.
        assertThat(Files.exists(folder.resolve("usage/metrics-2026-11-17.csv"))).isFalse();
    }

    @Test
    void aDayThatTheServiceIsForgettingKeepsItsHours() {
        scene.cloud.forgetMetricsAfterAWeek();
        eachHourOf("2026-11-18");
        scene.clock.set(Instant.parse("2026-11-19T06:00:00Z"));
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines(DAY)).hasSize(1 + 24);
        for (String at : new String[] {"2026-11-24T18:00:00Z", "2026-11-25T18:00:00Z", "2026-11-26T18:00:00Z"}) {
            scene.clock.set(Instant.parse(at));
            scene.fetch("2026-11-18", "2026-11-24");
            assertThat(scene.lines(DAY)).as(at).hasSize(1 + 24);
        }
    }

    @Test
    void anAnswerWithoutValuesLeavesThoseThatWereBrought() {
        eachHourOf("2026-11-18");
        scene.fetch("2026-11-18", "2026-11-19");
        try (CloudScene later = new CloudScene(folder).smallOrganization()) {
            later.settings.put("metrics", "cloud");
            later.point("request_bytes", "2026-11-18T05:00:00Z", "99", "sa-1");
            later.clock.advance(Duration.ofHours(1));
            Fetched fetched = later.fetch("2026-11-18", "2026-11-19");
            assertThat(later.lines(DAY))
                    .hasSize(1 + 24)
                    .contains("2026-11-18T05:00:00Z,lkc-1,sa-1,confluent_request_bytes,99,bytes")
                    .contains("2026-11-18T06:00:00Z,lkc-1,sa-1,confluent_request_bytes,7,bytes");
            assertThat(fetched.notes())
                    .contains("the metrics of 2026-11-18 lack hours that came before; these stay as they were.");
        }
    }

    @Test
    void anAnswerWithoutAListIsNotTakenForNoValues() {
        eachHourOf("2026-11-18");
        scene.fetch("2026-11-18", "2026-11-19");
        int calls = scene.cloud.requests().size();
        scene.failCall(calls - 2, new Fault.Answer(200, "{}"));

        Fetched fetched = scene.fetch("2026-11-18", "2026-11-19");

        assertThat(fetched.notes())
                .anyMatch(note -> note.contains("CONFLUENT_ANSWER_UNREADABLE metrics POST /v2/metrics/cloud/query"));
        assertThat(scene.lines(DAY)).hasSize(1 + 24);
    }

    @Test
    void aDayThatWasReadWhenItWasCalmIsNotAskedAgain() {
        eachHourOf("2026-11-18");
        scene.clock.set(Instant.parse("2026-11-21T06:00:00Z"));
        scene.fetch("2026-11-18", "2026-11-19");
        long calls = metricCalls();
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(metricCalls()).isEqualTo(calls);
    }

    @Test
    void anAnswerThatMayBeCutOffIsAskedInParts() {
        scene.cloud.cutMetricsOff();
        for (int hour = 0; hour < 24; hour++) {
            for (int principal = 0; principal < 60; principal++) {
                String at = "2026-11-18T" + (hour < 10 ? "0" : "") + hour + ":00:00Z";
                scene.point("request_bytes", at, "7", "sa-" + principal);
            }
        }
        scene.fetch("2026-11-18", "2026-11-19");
        // 1,440 points where the service gives 1,000: two halves of a day have 720 each.
        assertThat(scene.lines(DAY)).hasSize(1 + 1440);
    }

    @Test
    void aDayFileThatIsEmptyOrCutOffIsBroughtAgain() throws Exception {
        eachHourOf("2026-11-18");
        scene.clock.set(Instant.parse("2026-11-21T06:00:00Z"));
        scene.fetch("2026-11-18", "2026-11-19");
        String whole = Files.readString(folder.resolve(DAY));
        for (int length : new int[] {0, whole.length() - 8, whole.length() - 2}) {
            Files.writeString(folder.resolve(DAY), whole.substring(0, length));
            scene.fetch("2026-11-18", "2026-11-19");
            assertThat(folder.resolve(DAY)).as("cut at " + length).hasContent(whole);
        }
    }

    @Test
    void ofADayFileThatIsCutOffTheWholeLinesStayWhereTheServiceHasForgottenThem() throws Exception {
        eachHourOf("2026-11-18");
        scene.fetch("2026-11-18", "2026-11-19");
        String whole = Files.readString(folder.resolve(DAY));
        Files.writeString(folder.resolve(DAY), whole.substring(0, whole.length() - 8));
        try (CloudScene later = new CloudScene(folder).smallOrganization()) {
            later.settings.put("metrics", "cloud");
            Fetched fetched = later.fetch("2026-11-18", "2026-11-19");
            assertThat(later.lines(DAY)).hasSize(1 + 23);
            assertThat(fetched.notes())
                    .contains("the file of the metrics of 2026-11-18 was cut off; its last line is brought again.");
        }
    }

    @Test
    void hoursWithoutAnAnswerAreToldAsGaps() {
        scene.point("request_bytes", "2026-11-18T05:00:00Z", "1024", "sa-1");
        scene.point("request_bytes", "2026-11-18T05:00:00Z", "7", "sa-2");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("coverage/2026-11-18.csv"))
                .hasSize(1 + 2 * 24)
                .startsWith("hour,metric,resource,found,expected", "2026-11-18T00:00:00Z,confluent_request_bytes,,0,1")
                .contains(
                        "2026-11-18T05:00:00Z,confluent_request_bytes,lkc-1,1,1",
                        "2026-11-18T05:00:00Z,confluent_response_bytes,,0,1");
    }

    @Test
    void aDayThatTheServiceHadForgottenBeforeItWasAskedIsToldAsAGap() {
        scene.fetch("2026-11-01", "2026-11-02");
        assertThat(scene.lines("coverage/2026-11-01.csv"))
                .hasSize(1 + 2 * 24)
                .contains("2026-11-01T23:00:00Z,confluent_request_bytes,,0,1");
    }

    @Test
    void hoursThatCameBeforeAndAreForgottenSinceStayCovered() {
        eachHourOf("2026-11-18");
        scene.fetch("2026-11-18", "2026-11-19");
        try (CloudScene later = new CloudScene(folder).smallOrganization()) {
            later.settings.put("metrics", "cloud");
            later.fetch("2026-11-18", "2026-11-19");
            assertThat(later.lines("coverage/2026-11-18.csv"))
                    .filteredOn(line -> line.contains("confluent_request_bytes,lkc-1,1,1"))
                    .hasSize(24);
        }
    }

    private long metricCalls() {
        return scene.cloud.requests().stream()
                .filter(request -> request.path().startsWith("/v2/metrics"))
                .count();
    }

    private void eachHourOf(String day) {
        for (int hour = 0; hour < 24; hour++) {
            scene.point("request_bytes", day + "T" + (hour < 10 ? "0" : "") + hour + ":00:00Z", "7", "sa-1");
        }
    }
}
