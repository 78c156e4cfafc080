package org.apportion.run;

import org.apportion.ledger.Run;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.publish.focus.BundleStatus;

/**
 * Tells the published FOCUS bundles of a month what the books say of it. Comes after the ledger, so whoever was stopped between does
 * it again by closing the month again.
 */
final class PublishedPeriod {
    private PublishedPeriod() {}

    /**
     * Writes the month's state into the bundles of its run.
     *
     * @throws ApportionException {@code PUBLISH_NOT_WRITABLE}; what the ledger says holds
     */
    static void tell(Workspace workspace, BillingMonth month) {
        Period period = workspace
                .ledger()
                .read(transaction -> new Periods(transaction).find(month))
                .orElseThrow();
        Run run = workspace
                .ledger()
                .read(transaction -> transaction.runs().find(period.run()))
                .orElseThrow();
        BundleStatus bundles = new BundleStatus(workspace.engine());
        for (OutputDefinition output : workspace.configuration().outputs()) {
            if (output.content() == Content.FOCUS || output.content() == Content.FOCUS_INTERNAL) {
                bundles.write(output, month, run.id(), run.start().started(), period.isClosed(), period.changedAt());
            }
        }
    }
}
