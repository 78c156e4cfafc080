package org.apportion.model.metering;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * When a product is billed.
 *
 * @param dates of a fixed interval, ascending; each is a midnight in UTC at which a period ends
 * @param endOfSupport of a fixed interval: when the private offer expires
 * @param trialPeriods how many first periods are free; granted once per product and customer
 */
public record BillingCycle(
        BillingInterval interval, List<LocalDate> dates, Optional<Instant> endOfSupport, int trialPeriods) {
    public BillingCycle {
        dates = List.copyOf(dates);
    }
}
