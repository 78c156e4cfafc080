package org.apportion.http;

import java.time.Duration;

/**
 * The bounds of every call.
 *
 * @param connectWithin for the connection, not longer than {@code deadline}
 * @param deadline for the whole exchange, body included
 * @param answerBytes longest body that is read
 * @param attempts of a call that is safe to repeat, at least 1
 * @param firstPause before the second attempt; it doubles, with jitter
 * @param proxy whether the platform's proxy settings apply; instance metadata is asked without
 */
public record HttpLimits(
        Duration connectWithin, Duration deadline, int answerBytes, int attempts, Duration firstPause, boolean proxy) {
    public HttpLimits {
        if (attempts < 1 || answerBytes < 1) {
            throw new IllegalArgumentException("A call has at least one attempt and one byte.");
        }
    }

    /** For services: 10 s to connect, 60 s in all, 16 MiB, 4 attempts from 200 ms on. */
    public static HttpLimits service() {
        return new HttpLimits(
                Duration.ofSeconds(10), Duration.ofSeconds(60), 16 << 20, 4, Duration.ofMillis(200), true);
    }

    /** For the metadata of the own instance: 1 s to connect, 5 s in all, 1 MiB, 3 attempts, no proxy. */
    public static HttpLimits metadata() {
        return new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), 1 << 20, 3, Duration.ofMillis(100), false);
    }

    public HttpLimits withDeadline(Duration longest) {
        Duration connect = connectWithin.compareTo(longest) < 0 ? connectWithin : longest;
        return new HttpLimits(connect, longest, answerBytes, attempts, firstPause, proxy);
    }
}
