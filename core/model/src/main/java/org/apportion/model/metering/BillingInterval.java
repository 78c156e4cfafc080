package org.apportion.model.metering;

/** How long a billing period is. All arithmetic is in UTC. */
public enum BillingInterval {
    HOURLY,
    DAILY,
    /** Calendar months from the anchor's day and time; a month without that day ends on its last day. */
    MONTHLY,
    /** The dates that the configuration lists. */
    FIXED,
    /** Five minutes. */
    TEST
}
