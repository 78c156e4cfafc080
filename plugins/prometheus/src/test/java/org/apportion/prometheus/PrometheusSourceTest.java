package org.apportion.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apportion.model.ApportionException;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.marketplace.FakeHttpService.Reply;
import org.apportion.testkit.marketplace.FakeHttpService.Request;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrometheusSourceTest {
    private static final String REQUEST = "confluent_kafka_server_request_bytes";
    private static final Map<String, String> SERVICE = Map.of("kafka_id", "lkc-1", "principal_id", "sa-1");
    private static final String SAMPLES = """
            - metric: bytes
              query: sum_over_time(confluent_kafka_server_request_bytes[$window])
              resource: kafka_id
              consumer: principal_id
              unit: bytes
            """;

    @TempDir
    Path folder;

    private final List<FakePrometheus> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(FakePrometheus::close);
    }

    @ParameterizedTest
    @EnumSource(Windows.class)
    void aSampleOnTheHourCountsOnceInBothVersions(Windows windows) {
        FakePrometheus server = server(windows);
        // A sample each minute of two hours: 10 in the first, 20 in the second; the one on the hour belongs to the hour
        // it ends.
        for (int minute = 1; minute <= 120; minute++) {
            server.sample(REQUEST, SERVICE, Scene.START + minute * 60L, minute <= 60 ? "10" : "20");
        }
        Scene scene = scene(server).with("queries", SAMPLES);
        scene.fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv"))
                .containsExactly(
                        "2026-11-03T00:00:00Z,lkc-1,sa-1,bytes,600,bytes",
                        "2026-11-03T01:00:00Z,lkc-1,sa-1,bytes,1200,bytes");
    }

    @ParameterizedTest
    @EnumSource(Windows.class)
    void theAverageAndTheSumAgreeOnASteadySeries(Windows windows) {
        FakePrometheus server = server(windows);
        for (int sample = 1; sample <= 120; sample++) {
            server.sample(REQUEST, SERVICE, Scene.START + sample * 30L, "1.5");
        }
        Scene scene = scene(server).with("interval", "PT30S");
        scene.fetch();
        // 1.5 bytes in each of 60 minutes, scraped twice a minute.
        String line = "2026-11-03T00:00:00Z,lkc-1,sa-1,confluent_request_bytes,90,bytes";
        assertThat(scene.lines("usage/confluent_request_bytes-2026-11-03.csv")).containsExactly(line);
        scene.with("queries", "confluent-sum").fetch();
        assertThat(scene.lines("usage/confluent_request_bytes-2026-11-03.csv")).containsExactly(line);
    }

    @Test
    void anHourWithoutAValueHasNoRowAndIsTold() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1").sample(REQUEST, SERVICE, Scene.START + 7260, "2");
        Scene scene = scene(server).with("queries", SAMPLES);
        Fetched fetched = scene.fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv")).hasSize(2).noneMatch(line -> line.contains("T01:"));
        assertThat(fetched.notes())
                .containsExactly("bytes: 22 of 24 hours without a value, the first at 2026-11-03T01:00:00Z.");
        assertThat(scene.lines("coverage/2026-11-03.csv"))
                .hasSize(24)
                .startsWith("2026-11-03T00:00:00Z,bytes,,1,", "2026-11-03T01:00:00Z,bytes,,0,");
    }

    @Test
    void coverageTellsSamplesFoundAndExpectedPerResource() {
        FakePrometheus server = server(Windows.CLOSED);
        for (int minute = 1; minute <= 60; minute++) {
            server.sample(REQUEST, SERVICE, Scene.START + minute * 60L, "1");
            if (minute <= 45) {
                server.sample(
                        REQUEST, Map.of("kafka_id", "lkc-2", "principal_id", "sa-1"), Scene.START + minute * 60L, "1");
            }
        }
        Scene scene = scene(server);
        Fetched fetched = scene.fetch();
        assertThat(scene.lines("coverage/2026-11-03.csv"))
                .contains(
                        "2026-11-03T00:00:00Z,confluent_request_bytes,lkc-1,60,60",
                        "2026-11-03T00:00:00Z,confluent_request_bytes,lkc-2,45,60",
                        "2026-11-03T01:00:00Z,confluent_request_bytes,,0,60");
        assertThat(fetched.notes())
                .contains("confluent_request_bytes: 1 hour with less than the expected samples, the least 45 of 60 at"
                        + " 2026-11-03T00:00:00Z for lkc-2.");
    }

    @Test
    void valuesKeepTheirDigitsAndWhatIsNoNumberIsLeftOutAndTold() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        long end = Scene.START + 3600;
        server.guard(request -> request.path().endsWith("query_range")
                ? FakePrometheus.matrix(series("a", end, "0.30000000000000004")
                        + "," + series("b", end, "1.5e+09")
                        + "," + series("c", end, "NaN")
                        + "," + series("d", end, "+Inf")
                        + "," + series("e", end, "-1")
                        + "," + series("", end, "7"))
                : FakePrometheus.Reply.text(200, ""));
        Scene scene = scene(server).with("queries", SAMPLES);
        Fetched fetched = scene.fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv"))
                .containsExactly(
                        "2026-11-03T00:00:00Z,lkc-1,a,bytes,0.30000000000000004,bytes",
                        "2026-11-03T00:00:00Z,lkc-1,b,bytes,1500000000,bytes");
        assertThat(fetched.notes())
                .contains(
                        "bytes: 1 value left out: NaN.",
                        "bytes: 1 value left out: +Inf.",
                        "bytes: 1 value left out: negative.",
                        "bytes: 1 value left out: no consumer.");
    }

    @Test
    void aRangeThatIsTooMuchIsHalvedDownToWhatTheServerTakes() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        for (int hour = 0; hour < 24; hour++) {
            server.sample(REQUEST, SERVICE, Scene.START + hour * 3600L + 60, Integer.toString(hour + 1));
        }
        server.limitSamples(4);
        Scene scene = scene(server).with("queries", SAMPLES);
        scene.fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv")).hasSize(24);
        assertThat(scene.lines("usage/bytes-2026-11-03.csv").get(23)).contains("T23:00:00Z,lkc-1,sa-1,bytes,24,");
        assertThat(folder.resolve(".evidence/2026-11-03/bytes-00-03.json.gz")).exists();
    }

    @Test
    void oneHourThatIsTooMuchIsAnErrorWithAdvice() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1").sample(REQUEST, SERVICE, Scene.START + 120, "1");
        server.limitSamples(1);
        assertThatThrownBy(() -> scene(server).with("queries", SAMPLES).fetch())
                .isInstanceOf(ApportionException.class)
                .hasMessageStartingWith("PROMETHEUS_HOUR_TOO_LARGE metric bytes 2026-11-03T00:00:00Z to"
                        + " 2026-11-03T01:00:00Z: one hour is too much: query processing would load too many samples")
                .hasMessageEndingWith("or raise the server's --query.max-samples and --query.timeout.");
    }

    @Test
    void aSettledDayIsNotAskedAgainAndALateOneIs() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1");
        Scene scene = scene(server).with("queries", SAMPLES);
        scene.clock.set(Instant.parse("2026-11-04T06:00:00Z"));
        assertThat(scene.fetch().brought()).isEqualTo(1);
        server.sample(REQUEST, SERVICE, Scene.START + 120, "1");
        // Two days later another window is asked for; the day is still young enough to be read again.
        scene.clock.set(Instant.parse("2026-11-06T06:00:00Z"));
        scene.fetch(Scene.DAY.plusDays(2), Scene.DAY.plusDays(3));
        assertThat(scene.lines("usage/bytes-2026-11-03.csv"))
                .containsExactly("2026-11-03T00:00:00Z,lkc-1,sa-1,bytes,2,bytes");
        scene.clock.set(Instant.parse("2026-11-20T06:00:00Z"));
        scene.fetch();
        int asked = server.requests().size();
        assertThat(scene.fetch()).isEqualTo(new Fetched(1, 0, 0, List.of()));
        assertThat(server.requests()).hasSize(asked);
    }

    @Test
    void anAnswerWithAWarningAndFewerValuesLeavesThoseThatAreThere() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1").sample(REQUEST, SERVICE, Scene.START + 3660, "2");
        Scene scene = scene(server).with("queries", SAMPLES);
        scene.clock.set(Instant.parse("2026-11-04T06:00:00Z"));
        scene.fetch();
        FakePrometheus halved = server(Windows.LEFT_OPEN);
        halved.guard(request -> request.path().endsWith("/query_range")
                ? Reply.json(
                        200,
                        "{\"status\":\"success\",\"warnings\":[\"a store is away\"],\"data\":{\"resultType\":\"matrix\","
                                + "\"result\":[{\"metric\":{\"kafka_id\":\"lkc-1\",\"principal_id\":\"sa-1\"},\"values\":[["
                                + (Scene.START + 3600) + ",\"9\"]]}]}}")
                : Reply.text(200, ""));
        Fetched fetched = scene.with("url", halved.uri().toString()).fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv")).hasSize(2).noneMatch(line -> line.contains(",9,"));
        assertThat(fetched.notes())
                .contains(
                        "bytes: the server warns, and has fewer values of 2026-11-03 than it had; those brought before"
                                + " stay.");
    }

    @Test
    void anEmptyAnswerLeavesTheValuesThatAreThere() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1");
        Scene scene = scene(server).with("queries", SAMPLES);
        scene.clock.set(Instant.parse("2026-11-04T06:00:00Z"));
        scene.fetch();
        FakePrometheus emptied = server(Windows.LEFT_OPEN);
        Fetched fetched = scene.with("url", emptied.uri().toString()).fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv")).hasSize(1);
        assertThat(fetched.notes())
                .contains("bytes: the server no longer has values of 2026-11-03; those brought before stay.");
    }

    @Test
    void aDayThatIsNotOverIsReadUpToItsLastWholeHour() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        for (int hour = 0; hour < 24; hour++) {
            server.sample(REQUEST, SERVICE, Scene.START + hour * 3600L + 60, "1");
        }
        Scene scene = scene(server).with("queries", SAMPLES);
        scene.clock.set(Instant.parse("2026-11-03T06:04:00Z"));
        // The hour from five to six is over, but not yet for the delay of five minutes.
        assertThat(scene.fetch().notes()).contains("2026-11-03 is not over: read up to 2026-11-03T05:00:00Z.");
        assertThat(scene.lines("usage/bytes-2026-11-03.csv")).hasSize(5);
        scene.clock.set(Instant.parse("2026-11-03T06:05:00Z"));
        scene.fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv")).hasSize(6);
    }

    @Test
    void whatWasBroughtBeforeAFailureStaysAndTheRestFollows() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1").sample(REQUEST, SERVICE, Scene.START + 86_460, "2");
        Scene scene = scene(server).with("queries", SAMPLES);
        server.guard(request -> FakePrometheus.form(request.body())
                        .getOrDefault("start", "")
                        .equals(Long.toString(Scene.START + 86_400 + 3600))
                ? FakePrometheus.Reply.json(422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"no\"}")
                : FakePrometheus.Reply.text(200, ""));
        assertThatThrownBy(() -> scene.fetch(Scene.DAY, Scene.DAY.plusDays(2)))
                .hasMessageStartingWith("PROMETHEUS_QUERY_REFUSED metric bytes: the server answers 422 execution: no.");
        server.guard(request -> FakePrometheus.Reply.text(200, ""));
        Fetched fetched = scene.fetch(Scene.DAY, Scene.DAY.plusDays(2));
        assertThat(fetched.found()).isEqualTo(2);
        assertThat(fetched.brought()).isEqualTo(1);
        assertThat(scene.lines("usage/bytes-2026-11-04.csv"))
                .containsExactly("2026-11-04T00:00:00Z,lkc-1,sa-1,bytes,2,bytes");
    }

    @Test
    void aBusyServerIsAskedAgain() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1");
        server.fail(new Fault.Throttle(java.time.Duration.ZERO));
        server.fail(new Fault.InternalError());
        Scene scene = scene(server).with("queries", SAMPLES);
        scene.fetch();
        assertThat(scene.lines("usage/bytes-2026-11-03.csv")).hasSize(1);
    }

    @Test
    void theEvidenceHoldsQuestionAndAnswer() throws IOException {
        FakePrometheus server = server(Windows.CLOSED);
        server.sample(REQUEST, SERVICE, Scene.START + 60, "1");
        scene(server).with("queries", SAMPLES).secret("token", "hush").fetch();
        byte[] kept = Files.readAllBytes(folder.resolve(".evidence/2026-11-03/bytes-00-24.json.gz"));
        String text =
                new String(new GZIPInputStream(new ByteArrayInputStream(kept)).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("{\"query\":\"sum_over_time(confluent_kafka_server_request_bytes[3599999ms])\",\"start\":")
                .contains("\n{\"status\":\"success\"")
                .doesNotContain("hush");
    }

    @Test
    void aStateIsAskedAtTheBeginningOfItsHour() {
        FakePrometheus server = server(Windows.LEFT_OPEN);
        Scene scene = scene(server).with("queries", SAMPLES.strip() + "\n  at: start\n");
        scene.fetch();
        List<Request> ranges = server.requests().stream()
                .filter(request -> request.path().endsWith("query_range"))
                .toList();
        assertThat(FakePrometheus.form(ranges.get(0).body()))
                .containsEntry("start", Long.toString(Scene.START))
                .containsEntry("end", Long.toString(Scene.START + 23 * 3600))
                .containsEntry("step", "3600");
    }

    private static String series(String principal, long time, String value) {
        return "{\"metric\":{\"kafka_id\":\"lkc-1\",\"principal_id\":\"" + principal + "\"},\"values\":[[" + time
                + ",\"" + value + "\"]]}";
    }

    private FakePrometheus server(Windows windows) {
        FakePrometheus server = new FakePrometheus(windows);
        servers.add(server);
        return server;
    }

    private Scene scene(FakePrometheus server) {
        return new Scene(folder, server.uri().toString());
    }
}
