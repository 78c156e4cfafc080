package org.apportion.model.metering;

import java.time.Instant;

/**
 * A billing period of a metered product, half-open.
 *
 * @param start inclusive
 * @param end exclusive, after {@code start}
 */
public record MeteringPeriod(Instant start, Instant end) {
    public MeteringPeriod {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("A period ends after it starts: " + start + " to " + end + ".");
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}
