package org.apportion.model.metering;

/**
 * How the samples of a period become one number.
 *
 * <p>Source of the first three: csp-billing-adapter's configuration.
 */
public enum UsageAggregation {
    /** Sum over count, rounded up to a whole number. */
    AVERAGE,
    MAXIMUM,
    /** The sample with the latest reporting time. */
    CURRENT,
    SUM,
    MINIMUM,
    /** The maximum of each sub-period counts once; they are added: hourly maxima make node-hours. */
    UNIQUE_MAXIMUM
}
