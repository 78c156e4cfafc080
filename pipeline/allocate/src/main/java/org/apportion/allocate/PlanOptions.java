package org.apportion.allocate;

import java.util.Optional;

/**
 * What the caller knows about the data, so that the plan can be shorter, and what it wants besides the charges.
 *
 * @param samplesUnique whether there is at most one sample per metric, resource, hour and consumer over all slices;
 *     if that is not certain say false, which costs an aggregation
 * @param hours whether what each hour owes is kept, for {@link AllocationPlan#chargeHours}; the charges are the same
 *     with it and without
 * @param kept what is taken over from an earlier result, so that it is not split again
 * @param portion what of the month is split; everything if empty
 */
public record PlanOptions(boolean samplesUnique, boolean hours, Optional<Kept> kept, Optional<Portion> portion) {
    public static final PlanOptions SAFE = new PlanOptions(false);

    /** Everything is split, and hours are not kept. */
    public PlanOptions(boolean samplesUnique) {
        this(samplesUnique, false, Optional.empty(), Optional.empty());
    }

    public PlanOptions withHours(boolean wanted) {
        return new PlanOptions(samplesUnique, wanted, kept, portion);
    }

    public PlanOptions keeping(Kept charges) {
        return new PlanOptions(samplesUnique, hours, Optional.of(charges), portion);
    }

    /** The plan's steps after the {@linkplain AllocationPlan#prepared first} then split this portion only. */
    public PlanOptions of(Portion some) {
        return new PlanOptions(samplesUnique, hours, kept, Optional.of(some));
    }

    /**
     * A part of an earlier result; see {@link TouchedCharges}. Each is text that may stand after {@code FROM}.
     *
     * @param cut the records that are split again
     * @param charges the charges that are kept
     * @param byDay whether the records that are split reach days whose charges are kept: then of what is split only the days of
     *     {@link TouchedCharges#TABLE} count, for charges and for whatever follows from them
     */
    public record Kept(String cut, String charges, boolean byDay) {}
}
