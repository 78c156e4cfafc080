package org.apportion.metering.period;

import java.time.Duration;
import java.time.Instant;

/**
 * Numbers the reports to a marketplace: slot n begins n intervals after the anchor, so that a slow tick moves none of them.
 *
 * @param interval above zero
 */
public record ReportSlots(Instant anchor, Duration interval) {

    /** The slot that holds an instant; negative before the anchor. */
    public long at(Instant instant) {
        return Math.floorDiv(Duration.between(anchor, instant).toNanos(), interval.toNanos());
    }

    public Instant start(long slot) {
        return anchor.plus(interval.multipliedBy(slot));
    }

    /** The first beginning of a slot after an instant. */
    public Instant next(Instant after) {
        return start(at(after) + 1);
    }
}
