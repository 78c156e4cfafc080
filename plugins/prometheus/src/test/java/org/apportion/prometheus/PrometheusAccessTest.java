package org.apportion.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.testkit.marketplace.FakeHttpService.Reply;
import org.apportion.testkit.marketplace.FakeHttpService.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusAccessTest {
    private static final String QUERIES = """
            - {metric: m, query: 'sum_over_time(x[$window])', resource: a, consumer: b}
            """;

    @TempDir
    Path folder;

    private final FakePrometheus server = new FakePrometheus(Windows.LEFT_OPEN);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void userAndPasswordAreBasicAccess() {
        String expected = "Basic " + Base64.getEncoder().encodeToString("ann:p:w".getBytes(StandardCharsets.UTF_8));
        guard(expected);
        scene().secret("username", "ann").secret("password", "p:w").fetch();
        assertThat(folder.resolve("usage/m-2026-11-03.csv")).exists();
    }

    @Test
    void aTokenIsBearerAccess() {
        guard("Bearer t0ken");
        scene().secret("token", "t0ken\n").fetch();
        assertThat(folder.resolve("usage/m-2026-11-03.csv")).exists();
    }

    @Test
    void digestAccessAnswersTheChallengeAndASecondOneWhenItIsStale() {
        int[] challenges = {0};
        server.guard(request -> {
            boolean right =
                    request.header("authorization").contains("nonce=\"n" + challenges[0] + "\"") && isRight(request);
            if (right && challenges[0] == 1) {
                challenges[0]++;
                return challenge("n2", ", stale=true");
            }
            if (!right) {
                challenges[0] = 1;
                return challenge("n1", "");
            }
            return Reply.text(200, "");
        });
        scene().with("auth", "digest")
                .secret("username", "ann")
                .secret("password", "pw")
                .fetch();
        assertThat(folder.resolve("usage/m-2026-11-03.csv")).exists();
        assertThat(server.requests())
                .noneMatch(request -> request.header("authorization").contains("pw"));
    }

    @Test
    void wrongCredentialsAreToldWithoutThem() {
        guard("Bearer other");
        assertThatThrownBy(() -> scene().secret("token", "t0ken").fetch())
                .hasMessageStartingWith("PROMETHEUS_ACCESS_REFUSED POST " + server.uri()
                        + "/api/v1/query: the answer has" + " status 401.")
                .hasMessageNotContaining("t0ken");
    }

    @Test
    void aPasswordThatGoesOverTheNetworkInClearIsTold() {
        // No day of next year has begun, so that nothing is asked.
        Scene clear = new Scene(folder, "http://prometheus.example")
                .secret("username", "reader")
                .secret("password", "s3cret");
        assertThat(clear.fetch(Scene.DAY.plusYears(1), Scene.DAY.plusYears(1).plusDays(1))
                        .notes())
                .containsExactly(
                        "the password or token is sent without encryption, since url begins with http://; write https://.");
        for (Scene safe : List.of(
                new Scene(folder, "http://prometheus.example"),
                new Scene(folder, "https://prometheus.example").secret("token", "t"),
                new Scene(folder, "http://127.0.0.1:9090").secret("token", "t"),
                new Scene(folder, "http://prometheus.example")
                        .with("auth", "digest")
                        .secret("username", "reader")
                        .secret("password", "s3cret"))) {
            assertThat(safe.fetch(Scene.DAY.plusYears(1), Scene.DAY.plusYears(1).plusDays(1))
                            .notes())
                    .isEmpty();
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.guard(request -> new Reply(302, Map.of("Location", "http://elsewhere.example/"), "moved"));
        assertThatThrownBy(() -> scene().secret("token", "t0ken").fetch())
                .hasMessageStartingWith("PROMETHEUS_NOT_REACHED POST " + server.uri())
                .hasMessageContaining("the server sends on to another address (status 302); credentials are not sent");
    }

    @Test
    void aPageThatIsNoPrometheusIsTold() {
        server.guard(request -> Reply.text(200, "<html>Welcome</html>"));
        assertThatThrownBy(() -> scene().fetch()).hasMessageStartingWith("PROMETHEUS_ANSWER_UNREADABLE");
        server.guard(request -> Reply.text(404, "404 page not found"));
        assertThatThrownBy(() -> scene().fetch()).hasMessageContaining("a prefix such as /prometheus belongs to it");
    }

    @Test
    void aServerWithOtherWindowsWantsTheSetting() {
        server.guard(request -> request.path().endsWith("/query")
                ? Reply.json(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}")
                : Reply.text(200, ""));
        assertThatThrownBy(() -> scene().fetch())
                .hasMessageStartingWith("PROMETHEUS_WINDOWS_UNKNOWN prometheus.windows:")
                .hasMessageEndingWith(
                        "Set windows to closed (as Prometheus 2 has them) or left-open (as Prometheus 3).");
        scene().with("windows", "closed").fetch();
        assertThat(folder.resolve("usage/m-2026-11-03.csv")).exists();
    }

    private Scene scene() {
        return new Scene(folder, server.uri().toString()).with("queries", QUERIES);
    }

    private void guard(String authorization) {
        server.guard(request ->
                request.header("authorization").equals(authorization) ? Reply.text(200, "") : Reply.text(401, "no"));
    }

    private static Reply challenge(String nonce, String more) {
        return new Reply(
                401,
                Map.of(
                        "WWW-Authenticate",
                        "Digest realm=\"prom\", nonce=\"" + nonce + "\", qop=\"auth\", algorithm=SHA-256, opaque=\"o\""
                                + more),
                "no");
    }

    /** Computes the response again, as RFC 7616 tells. */
    private static boolean isRight(Request request) {
        String header = request.header("authorization");
        String secret = hash("ann:prom:pw");
        String what = hash(request.method() + ":" + request.target());
        return parameter(header, "response")
                .equals(hash(secret + ":" + parameter(header, "nonce") + ":" + parameter(header, "nc") + ":"
                        + parameter(header, "cnonce") + ":auth:" + what));
    }

    private static String parameter(String header, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(header);
        return found.find() ? found.group(1) : "";
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
