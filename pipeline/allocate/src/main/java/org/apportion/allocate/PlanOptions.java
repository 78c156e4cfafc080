package org.apportion.allocate;

/**
 * What the caller knows about the data, so that the plan can be shorter.
 *
 * @param samplesUnique whether there is at most one sample per metric, resource, hour and consumer over all slices;
 *     if that is not certain say false, which costs an aggregation
 */
public record PlanOptions(boolean samplesUnique) {
    public static final PlanOptions SAFE = new PlanOptions(false);
}
