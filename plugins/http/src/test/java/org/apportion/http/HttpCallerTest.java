package org.apportion.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallerTest {
    private static final HttpLimits QUICK =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1000, 3, Duration.ofMillis(1), false);

    private static final class Echo extends FakeHttpService {
        private Function<Request, Reply> behaviour = request -> Reply.json(200, "{\"a\":1.10}");

        @Override
        protected Reply answer(Request request) {
            return behaviour.apply(request);
        }

        @Override
        protected boolean isMetering(Request request) {
            return true;
        }

        @Override
        protected Reply refusal(Fault fault) {
            return fault instanceof Fault.Throttle
                    ? new Reply(429, Map.of("Retry-After", "0"), "busy")
                    : Reply.text(500, "broken token=hunter2");
        }
    }

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
    private final Echo service = new Echo();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void sendsMethodHeadersAndBodyAsGiven() {
        HttpCall call = HttpCall.postJson(service.uri().resolve("/x?y=z"), Map.of("X-One", "1"), "{\"b\":\"ä\"}");
        assertThat(caller(QUICK).exchange(call)).isInstanceOfSatisfying(HttpReply.Answered.class, answer -> {
            assertThat(answer.body()).isEqualTo("{\"a\":1.10}");
            assertThat(answer.header("content-type")).contains("application/json");
        });
        FakeHttpService.Request request = service.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/x?y=z");
        assertThat(request.headers())
                .containsEntry("x-one", "1")
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "apportion");
        assertThat(request.body()).isEqualTo("{\"b\":\"ä\"}");
    }

    @Test
    void evidenceDigestsBothBodies() {
        HttpReply reply = caller(QUICK).exchange(HttpCall.postJson(service.uri(), Map.of(), "abc"));
        assertThat(reply.evidence().requestDigest())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(reply.evidence().responseDigest()).isEqualTo(Digests.sha256("{\"a\":1.10}"));
    }

    @Test
    void aDroppedReplyIsLostAndIsNotSentAgain() {
        service.fail(new Fault.DropReplyAfterAccept());
        assertThat(caller(QUICK).exchange(HttpCall.postJson(service.uri(), Map.of(), "{}")))
                .isInstanceOf(HttpReply.Lost.class);
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void aSlowReplyIsLostAtTheDeadline() {
        service.fail(new Fault.Slow(Duration.ofMinutes(1)));
        HttpLimits short_ = QUICK.withDeadline(Duration.ofMillis(300));
        assertThat(caller(short_).exchange(HttpCall.get(service.uri(), Map.of())))
                .isInstanceOf(HttpReply.Lost.class);
    }

    @Test
    void anAnswerLongerThanTheLimitIsLost() {
        service.behaviour = request -> FakeHttpService.Reply.text(200, "x".repeat(1001));
        assertThat(caller(QUICK).exchange(HttpCall.get(service.uri(), Map.of())))
                .isInstanceOfSatisfying(
                        HttpReply.Lost.class, lost -> assertThat(lost.reason()).contains("longer than 1000 bytes"));
    }

    @Test
    void aClosedPortMeansNotSent() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(caller(QUICK).exchange(HttpCall.get(URI.create("http://127.0.0.1:" + port + "/"), Map.of())))
                .isInstanceOf(HttpReply.NotSent.class);
    }

    @Test
    void aHostThatDoesNotExistMeansNotSent() {
        assertThat(caller(QUICK).exchange(HttpCall.get(URI.create("http://nowhere.invalid/"), Map.of())))
                .isInstanceOf(HttpReply.NotSent.class);
    }

    @Test
    void repeatsWhatIsSafeUntilItSucceeds() {
        service.fail(new Fault.Throttle(Duration.ZERO));
        service.fail(new Fault.DropBeforeAccept());
        assertThat(caller(QUICK).fetch(HttpCall.get(service.uri(), Map.of()))).isEqualTo("{\"a\":1.10}");
        assertThat(service.requests()).hasSize(3);
    }

    @Test
    void givesUpAfterItsAttemptsWithoutShowingTheBody() {
        for (int i = 0; i < 3; i++) {
            service.fail(new Fault.InternalError());
        }
        assertThatThrownBy(() -> caller(QUICK).fetch(HttpCall.get(service.uri().resolve("/a?key=k"), Map.of())))
                .hasMessageStartingWith("HTTP_REFUSED GET http://127.0.0.1:")
                .hasMessageContaining("/a: the answer has status 500.")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("key=k");
    }

    @Test
    void aServiceThatGivesNoAnswerIsTold() {
        service.behaviour = request -> FakeHttpService.Reply.text(200, "x".repeat(1001));
        assertThatThrownBy(() -> caller(QUICK).fetch(HttpCall.get(service.uri().resolve("/a"), Map.of())))
                .hasMessageStartingWith("HTTP_ANSWER_LOST GET http://127.0.0.1:")
                .hasMessageContaining("/a: no answer: ")
                .hasMessageEndingWith(" Check the address, the network and the state of that service.");
    }

    @Test
    void aServiceThatCannotBeReachedIsTold() {
        assertThatThrownBy(() -> caller(QUICK).fetch(HttpCall.get(URI.create("http://nowhere.invalid/"), Map.of())))
                .hasMessageStartingWith("HTTP_NOT_REACHED GET http://nowhere.invalid/: no connection: ");
    }

    @Test
    void doesNotRepeatWhatIsRefused() {
        service.behaviour = request -> FakeHttpService.Reply.text(403, "no");
        assertThatThrownBy(() -> caller(QUICK).fetch(HttpCall.get(service.uri(), Map.of())))
                .hasMessageContaining("status 403");
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void doesNotFollowARedirect() {
        service.behaviour = request -> new FakeHttpService.Reply(302, Map.of("Location", service.uri() + "/other"), "");
        assertThat(caller(QUICK).exchange(HttpCall.get(service.uri(), Map.of("Authorization", "Bearer x"))))
                .isInstanceOfSatisfying(
                        HttpReply.Answered.class,
                        answer -> assertThat(answer.status()).isEqualTo(302));
        assertThat(service.requests()).hasSize(1);
    }

    private HttpCaller caller(HttpLimits limits) {
        return new HttpCaller(limits, clock);
    }
}
