package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that the wall clock was set: the time that it shows and the time that passed differ by more than a minute.
 */
final class ClockWatch {
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private Optional<Instant> lastSeen = Optional.empty();
    private long lastNanos;

    /** @param nanoTime a clock that nobody sets, such as {@link System#nanoTime} */
    ClockWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** By how much the clock was set since the last call; empty if it was not. */
    Optional<Duration> step(Instant now) {
        long nanos = nanoTime.getAsLong();
        Optional<Duration> step = lastSeen.map(
                        seen -> Duration.between(seen, now).minusNanos(nanos - lastNanos))
                .filter(difference -> difference.abs().compareTo(TOLERANCE) > 0);
        lastSeen = Optional.of(now);
        lastNanos = nanos;
        return step;
    }
}
