package org.apportion.metering.sending;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits that grow and differ: a random time between zero and {@code firstRetry · 2^(attempts−1)}, capped ("full jitter"; M.
 * Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015). Never shorter than what the marketplace asks for.
 */
final class Backoff {
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
                settings.firstRetry().toMillis() << doublings, settings.largestRetry().toMillis());
        Duration wait = Duration.ofMillis(random.nextLong(Math.max(1, most) + 1));
        return asked.filter(least -> least.compareTo(wait) > 0).orElse(wait);
    }
}
