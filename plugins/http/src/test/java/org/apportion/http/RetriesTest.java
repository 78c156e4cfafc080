package org.apportion.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.Test;

/** The pauses between attempts: what the service asks for, jitter, and who is told. */
class RetriesTest {
    private static final double JUST_BELOW_ONE = Math.nextDown(1.0);
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofMinutes(2), 1000, 4, Duration.ofSeconds(1), false);
    private static final HttpLimits HURRIED =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1000, 4, Duration.ofMillis(1), false);

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");

    @Test
    void pausesDoubleAndAreHalfToOneAndAHalfOfThat() {
        HttpReply broken = answered(503, Map.of());

        assertThat(pause(0, broken, 1)).isEqualTo(Duration.ofMillis(500));
        assertThat(pause(0.5, broken, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause(JUST_BELOW_ONE, broken, 1)).isBetween(Duration.ofMillis(1499), Duration.ofMillis(1500));
        assertThat(pause(0.5, broken, 3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(pause(0.5, broken, 6)).isEqualTo(Duration.ofSeconds(32));
        assertThat(pause(0.5, broken, 9)).isEqualTo(Duration.ofSeconds(32));
    }

    @Test
    void whatTheServiceAsksForIsNeverCutShortAndStretchedByAQuarterAtMost() {
        HttpReply busy = answered(429, Map.of("retry-after", "40"));

        assertThat(pause(0, busy, 1)).isEqualTo(Duration.ofSeconds(40));
        assertThat(pause(0.5, busy, 3)).isEqualTo(Duration.ofSeconds(45));
        assertThat(pause(JUST_BELOW_ONE, busy, 1)).isBetween(Duration.ofMillis(49_999), Duration.ofSeconds(50));
    }

    @Test
    void callersThatWereThrottledTogetherComeBackApart() {
        HttpReply busy = answered(429, Map.of("retry-after", "40"));

        assertThat(pause(0.1, busy, 1)).isNotEqualTo(pause(0.2, busy, 1));
    }

    @Test
    void theServicesOwnHeaderCountsWhereThereIsNoRetryAfter() {
        assertThat(pause(0, answered(429, Map.of("x-reset", "7")), 1)).isEqualTo(Duration.ofSeconds(7));
        assertThat(pause(0, answered(429, Map.of("x-reset", "7", "retry-after", "9")), 1))
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(pause(0, answered(503, Map.of("x-reset", "7")), 1)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void noPauseIsLongerThanTheDeadline() {
        assertThat(pause(0, answered(429, Map.of("retry-after", "999999")), 1)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aLongPauseIsToldWithItsReasonAndItsEnd() {
        List<String> told = new ArrayList<>();
        Deque<HttpReply> replies = new ArrayDeque<>(List.of(
                answered(429, Map.of("retry-after", "2")),
                answered(503, Map.of()),
                new HttpReply.NotSent("the host's name is not known.", Digests.none()),
                answered(200, Map.of())));

        HttpReply last = retries(HURRIED, 0).repeat("GET https://example.com/costs", replies::remove, told::add);

        assertThat(last)
                .isInstanceOfSatisfying(
                        HttpReply.Answered.class,
                        answer -> assertThat(answer.isSuccess()).isTrue());
        assertThat(told)
                .containsExactly(
                        "GET https://example.com/costs: asked to slow down (status 429); attempt 2 of 4 follows"
                                + " at 2026-11-01T00:00:02Z");
    }

    @Test
    void aServiceThatStaysAwayIsToldInWords() {
        List<String> told = new ArrayList<>();
        HttpLimits slow =
                new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1000, 2, Duration.ofSeconds(4), false);

        retries(slow, 0)
                .repeat("GET x", () -> new HttpReply.NotSent("the host does not answer.", Digests.none()), told::add);

        assertThat(told)
                .containsExactly("GET x: the host does not answer; attempt 2 of 2 follows at 2026-11-01T00:00:02Z");
    }

    private Duration pause(double random, HttpReply last, int attempts) {
        return retries(LIMITS, random).pause(last, attempts);
    }

    private Retries retries(HttpLimits limits, double random) {
        return new Retries(limits, clock, List.of("x-reset"), () -> random);
    }

    private static HttpReply answered(int status, Map<String, String> headers) {
        return new HttpReply.Answered(status, headers, "", Digests.none());
    }
}
