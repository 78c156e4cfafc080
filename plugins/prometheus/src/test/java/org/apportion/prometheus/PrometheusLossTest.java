package org.apportion.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.marketplace.FakeHttpService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server has lost, what we have lost, and what a wrong clock has read. */
class PrometheusLossTest {
    private static final String REQUEST = "confluent_kafka_server_request_bytes";
    private static final Map<String, String> SERVICE = Map.of("kafka_id", "lkc-1", "principal_id", "sa-1");
    private static final String USAGE = "usage/bytes-2026-11-03.csv";
    private static final String QUERIES = """
            - metric: bytes
              query: sum_over_time(confluent_kafka_server_request_bytes[$window])
              resource: kafka_id
              consumer: principal_id
            """;

    @TempDir
    Path folder;

    private final List<FakePrometheus> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(FakePrometheus::close);
    }

    @Test
    void aDayThatAWrongClockReadIsReadAgain() {
        FakePrometheus server = hours(0, 1);
        Scene scene = scene(server);
        scene.clock.set(Instant.parse("2026-12-20T06:00:00Z"));
        scene.fetch();
        assertThat(scene.lines(USAGE)).hasSize(1);
        add(server, 1, 24);
        scene.clock.set(Instant.parse("2026-11-20T06:00:00Z"));
        scene.fetch();
        assertThat(scene.lines(USAGE)).hasSize(24);
    }

    @Test
    void aServerThatLostItsMorningDoesNotTakeItFromUs() {
        Scene scene = scene(hours(0, 11));
        scene.clock.set(Instant.parse("2026-11-03T11:30:00Z"));
        scene.fetch();
        scene.with("url", hours(12, 24).uri().toString());
        scene.clock.set(Instant.parse("2026-11-04T06:00:00Z"));
        Fetched fetched = scene.fetch();
        // Hours 0 to 10 of the old server, 12 to 23 of the new one.
        assertThat(scene.lines(USAGE))
                .hasSize(11 + 12)
                .startsWith("2026-11-03T00:00:00Z,lkc-1,sa-1,bytes,1,")
                .isSorted();
        assertThat(fetched.notes())
                .contains(
                        "bytes: the server no longer has values of 11 hours of 2026-11-03; those brought before stay.");
        assertThat(scene.lines("coverage/2026-11-03.csv").stream().filter(line -> line.contains(",bytes,,1,")))
                .hasSize(11 + 12);
    }

    @Test
    void anotherQuestionReplacesWhatTheFormerOneBrought() {
        FakePrometheus server = hours(0, 11);
        Scene scene = scene(server);
        scene.fetch();
        FakePrometheus other = hours(12, 24);
        scene.with("url", other.uri().toString()).with("queries", QUERIES + "  unit: bytes\n");
        scene.fetch();
        assertThat(scene.lines(USAGE)).hasSize(12).allMatch(line -> line.endsWith(",bytes"));
    }

    @Test
    void aDayThatTheServerWarnedAboutIsAskedAgainAndOneWithAHintIsNot() {
        for (String warning : List.of("a store is away", "PromQL info: metric might not be a counter")) {
            FakePrometheus server = hours(0, 1);
            server.guard(request -> request.path().endsWith("query_range")
                    ? Reply.json(
                            200,
                            "{\"status\":\"success\",\"warnings\":[\"" + warning
                                    + "\"],\"data\":{\"resultType\":\"matrix\",\"result\":[]}}")
                    : Reply.text(200, ""));
            Scene scene = scene(server).with("queries", QUERIES.replace("bytes\n", "m" + warning.length() + "\n"));
            scene.fetch();
            int asked = server.requests().size();
            scene.fetch();
            assertThat(server.requests().size() > asked).as(warning).isEqualTo(!warning.startsWith("PromQL"));
        }
    }

    @Test
    void aFileOfAFinalDayThatIsEmptyOrCutOrGoneIsBroughtAgain() throws IOException {
        Scene scene = scene(hours(0, 3));
        scene.fetch();
        String whole = Files.readString(folder.resolve(USAGE));
        for (String damaged : new String[] {"", whole.substring(0, whole.length() - 4)}) {
            Files.writeString(folder.resolve(USAGE), damaged);
            scene.fetch();
            assertThat(folder.resolve(USAGE)).hasContent(whole);
        }
        Files.delete(folder.resolve(USAGE));
        scene.fetch();
        assertThat(folder.resolve(USAGE)).hasContent(whole);
    }

    private FakePrometheus hours(int from, int to) {
        FakePrometheus server = new FakePrometheus(Windows.LEFT_OPEN);
        servers.add(server);
        add(server, from, to);
        return server;
    }

    private static void add(FakePrometheus server, int from, int to) {
        for (int hour = from; hour < to; hour++) {
            server.sample(REQUEST, SERVICE, Scene.START + hour * 3600L + 60, "1");
        }
    }

    private Scene scene(FakePrometheus server) {
        return new Scene(folder, server.uri().toString()).with("queries", QUERIES);
    }
}
