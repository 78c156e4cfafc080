package org.apportion.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for use by several threads. */
public final class MovableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private MovableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** Starts at an instant such as {@code 2026-11-01T06:00:00Z}. */
    public static MovableClock at(String instant) {
        return new MovableClock(Instant.parse(instant));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** @throws IllegalArgumentException if the step is negative; use {@link #set} to go back */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("the clock advances only forward, not by " + step);
        }
        now.updateAndGet(instant -> instant.plus(step));
    }

    /** Moves to any instant, also an earlier one, as a wrongly set machine would. */
    public void set(Instant instant) {
        now.set(instant);
    }
}
