package org.apportion.ledger.period;

import java.time.Instant;
import org.apportion.model.BillingMonth;

/**
 * A billing month that was closed, and perhaps reopened. A month without such a record is open.
 *
 * @param run the run whose result was frozen
 * @param changedAt when it was closed or reopened, UTC
 * @param changedBy user of the operating system, or who the caller says
 * @param reason why it was reopened; may be empty for closing
 */
public record Period(
        BillingMonth month, PeriodState state, String run, Instant changedAt, String changedBy, String reason) {

    public boolean isClosed() {
        return state == PeriodState.CLOSED;
    }
}
