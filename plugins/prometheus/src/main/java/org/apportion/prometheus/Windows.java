package org.apportion.prometheus;

import java.time.Duration;

/**
 * Which samples a range selector takes. Up to Prometheus 2 a window of an hour holds a sample at its beginning and one at its end, so 61
 * samples of a minute and the one on the hour twice; from 3.0 on it leaves its beginning out. Source: Prometheus 3.0 migration guide.
 */
enum Windows {
    /** Both ends belong to the window: Prometheus 2. Its text is a millisecond shorter, so that the beginning stays out. */
    CLOSED,
    /** The beginning is left out: Prometheus 3. */
    LEFT_OPEN;

    /** What {@code $window} becomes: the samples after its beginning, up to and with its end. */
    String text(Duration window) {
        return this == LEFT_OPEN ? window.toSeconds() + "s" : (window.toMillis() - 1) + "ms";
    }
}
