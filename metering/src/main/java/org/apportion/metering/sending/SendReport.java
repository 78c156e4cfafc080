package org.apportion.metering.sending;

import java.util.List;

/**
 * What one round of sending did for one product and customer.
 *
 * @param sent records in calls
 * @param billed charges that are billed now and were not before
 * @param waiting charges that wait for a free hour
 * @param paused whether the circuit breaker kept it from calling
 * @param warnings sentences for people: windows about to close, charges that need an operator
 */
public record SendReport(int sent, int billed, int waiting, boolean paused, List<String> warnings) {
    public SendReport {
        warnings = List.copyOf(warnings);
    }
}
