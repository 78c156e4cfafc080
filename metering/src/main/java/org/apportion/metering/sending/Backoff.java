package org.apportion.metering.sending;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits that grow and differ: a random time between zero and {@code firstRetry · 2^(attempts−1)}, capped ("full jitter"; M.
 * Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015). Never shorter than what the marketplace asks for.
 */
final class Backoff {
    /** A service that asks for more is asked again earlier: its answer may be a mistake, and windows close. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 20;

    private final SendingSettings settings;
    private final RandomGenerator random;

    Backoff(SendingSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** @param attempts made so far, from 1 */
    Duration after(int attempts, Optional<Duration> asked) {
        int doublings = Math.min(Math.max(attempts - 1, 0), MAX_DOUBLINGS);
        long most = Math.min(
                settings.firstRetry().toMillis() << doublings,
                settings.largestRetry().toMillis());
        Duration wait = Duration.ofMillis(random.nextLong(Math.max(1, most) + 1));
        Optional<Duration> least = asked.map(each -> each.compareTo(LONGEST_ASKED) < 0 ? each : LONGEST_ASKED);
        return least.filter(each -> each.compareTo(wait) > 0).orElse(wait);
    }
}
