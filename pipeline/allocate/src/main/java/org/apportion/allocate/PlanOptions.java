package org.apportion.allocate;

/**
 * What the caller knows about the data, so that the plan can be shorter, and what it wants besides the charges.
 *
 * @param samplesUnique whether there is at most one sample per metric, resource, hour and consumer over all slices;
 *     if that is not certain say false, which costs an aggregation
 * @param hours whether what each hour owes is kept, for {@link AllocationPlan#chargeHours}; the charges are the same
 *     with it and without
 */
public record PlanOptions(boolean samplesUnique, boolean hours) {
    public static final PlanOptions SAFE = new PlanOptions(false, false);

    public PlanOptions(boolean samplesUnique) {
        this(samplesUnique, false);
    }

    public PlanOptions withHours(boolean wanted) {
        return new PlanOptions(samplesUnique, wanted);
    }
}
