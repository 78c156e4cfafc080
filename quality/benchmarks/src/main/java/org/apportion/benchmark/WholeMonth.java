package org.apportion.benchmark;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.run.Imports;
import org.apportion.run.MonthRun;
import org.apportion.run.Workspace;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;

/** The steps as the command line takes them, each in a session of its own. */
final class WholeMonth {
    private final Configuration configuration;

    WholeMonth(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Bill to lake. */
    void importBill() {
        try (Workspace workspace = open()) {
            new Imports(workspace, Duration.ZERO, Progress.NONE).run(Set.of(), Optional.empty(), false);
        }
    }

    /** Lake to proven, priced and committed charges; everything is split, whatever was before. */
    void run() {
        run(true);
    }

    /** The same after a run, when nothing has changed: charges are kept. */
    void runAgain() {
        run(false);
    }

    private void run(boolean full) {
        try (Workspace workspace = open()) {
            MonthRun.RunSettings settings = new MonthRun.RunSettings("benchmark", Duration.ZERO, false, full);
            new MonthRun(workspace, settings, Progress.NONE).run(BillingMonth.parse(MonthSql.MONTH));
        }
    }

    private Workspace open() {
        return Workspace.open(configuration, new Secret(configuration::ledgerUrl), InstantSource.system());
    }
}
