package org.apportion.metering.sending;

import java.time.Instant;

/** Pauses calls after several in a row without any useful answer. Safe for many threads. */
final class CircuitBreaker {
    private final SendingSettings settings;
    private int failures;
    private Instant pausedUntil = Instant.MIN;

    CircuitBreaker(SendingSettings settings) {
        this.settings = settings;
    }

    synchronized boolean allows(Instant now) {
        return !now.isBefore(pausedUntil);
    }

    synchronized void answered() {
        failures = 0;
    }

    synchronized void failed(Instant now) {
        failures++;
        if (failures >= settings.breakerFailures()) {
            pausedUntil = now.plus(settings.breakerPause());
        }
    }
}
