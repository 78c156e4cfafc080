package org.apportion.model.metering;

import java.time.Duration;

/**
 * What happens to samples that come late or not at all.
 *
 * @param grace how long after its end a period stays open for late samples
 */
public record SamplePolicy(Late late, Duration grace, Missing missing) {
    public static final SamplePolicy STANDARD = new SamplePolicy(Late.IGNORE, Duration.ZERO, Missing.FLAG);

    /** A sample whose period is closed. It stays in the journal in any case. */
    public enum Late {
        /** It bills nothing, and csp-config says so. */
        IGNORE,
        /** The period is computed again; a higher bill is metered as an adjustment, a lower one is only told. */
        ADJUST
    }

    /** A stretch without samples that is longer than one and a half query intervals. */
    public enum Missing {
        /** Nothing is filled in; the coverage is shown. */
        FLAG,
        /** The last value before it holds on. */
        HOLD_LAST,
        /** A straight line between its ends, nine decimals, half-even. */
        INTERPOLATE,
        ZERO
    }
}
