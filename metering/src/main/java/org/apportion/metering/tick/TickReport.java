package org.apportion.metering.tick;

import java.time.Instant;
import java.util.List;
import org.apportion.metering.journal.MeteredProduct;

/**
 * What one tick did.
 *
 * @param done false if the account could not be started or its tick failed
 * @param sampled whether the product told usage that was not known before
 * @param closed periods that were closed
 * @param billed charges that the marketplace took
 * @param open charges that are not settled
 * @param differences closed periods with a {@link org.apportion.metering.journal.Difference} that nobody has settled
 * @param errors as csp-config tells them
 * @param notes sentences for the log
 */
public record TickReport(
        MeteredProduct account,
        Instant at,
        boolean done,
        boolean sampled,
        int closed,
        int billed,
        int open,
        int differences,
        List<String> errors,
        List<String> notes) {
    public TickReport {
        errors = List.copyOf(errors);
        notes = List.copyOf(notes);
    }

    /** A tick that could not be done. */
    public static TickReport failed(MeteredProduct account, Instant at, String error) {
        return new TickReport(account, at, false, false, 0, 0, 0, 0, List.of(error), List.of());
    }
}
