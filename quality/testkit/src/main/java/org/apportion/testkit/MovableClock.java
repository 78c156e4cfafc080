package org.apportion.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Safe for use by several threads. */
public final class MovableClock implements InstantSource {
    private volatile Instant now;

    private MovableClock(Instant start) {
        this.now = start;
    }

    /** Starts at an instant such as {@code 2026-11-01T06:00:00Z}. */
    public static MovableClock at(String instant) {
        return new MovableClock(Instant.parse(instant));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Moves the time forward.
     *
     * @throws IllegalArgumentException if the step is negative; use {@link #set} to go back
     */
    public synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("the clock advances only forward, not by " + step);
        }
        now = now.plus(step);
    }

    /** Moves to any instant, also an earlier one, as a wrongly set machine would. */
    public synchronized void set(Instant instant) {
        now = instant;
    }
}
