package org.apportion.run;

import java.util.List;
import org.apportion.model.BillingMonth;

/**
 * What opening a month again did.
 *
 * @param run the run whose result had been frozen; it stays in force until the month is run again
 * @param runAgain open months that held corrections of the month and hold them no longer; each should be run again
 */
public record ReopeningReport(BillingMonth month, String run, List<BillingMonth> runAgain) {
    public ReopeningReport {
        runAgain = List.copyOf(runAgain);
    }
}
