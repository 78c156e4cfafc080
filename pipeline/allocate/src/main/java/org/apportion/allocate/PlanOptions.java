package org.apportion.allocate;

import java.util.Optional;

/**
 * What the caller knows about the data, so that the plan can be shorter.
 *
 * @param samplesUnique whether there is at most one sample per metric, resource, hour and consumer over all slices;
 *     if that is not certain say false, which costs an aggregation
 * @param kept what is taken over from an earlier result, so that it is not split again
 */
public record PlanOptions(boolean samplesUnique, Optional<Kept> kept) {
    public static final PlanOptions SAFE = new PlanOptions(false);

    /** Everything is split. */
    public PlanOptions(boolean samplesUnique) {
        this(samplesUnique, Optional.empty());
    }

    /**
     * A part of an earlier result; see {@link TouchedCharges}. Each is text that may stand after {@code FROM}.
     *
     * @param cut the records that are split again
     * @param charges the charges that are kept
     */
    public record Kept(String cut, String charges) {}
}
