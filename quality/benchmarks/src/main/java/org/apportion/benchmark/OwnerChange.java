package org.apportion.benchmark;

import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.report.CostQuery;
import org.apportion.report.Reports;
import org.apportion.spi.Secret;

/** Asks what each unit is charged after one consumer got another owner: charges hold no unit, so that only the join moves. */
final class OwnerChange {
    private static final BillingMonth MONTH = BillingMonth.parse(MonthSql.MONTH);

    private final Configuration configuration;

    /** @param configuration with the new owner */
    OwnerChange(Configuration configuration) {
        this.configuration = configuration;
    }

    /** With all it takes to open ledger, engine and lake. */
    void report() {
        try (Reports reports = Reports.open(configuration, new Secret(configuration::ledgerUrl))) {
            reports.costs(CostQuery.of(MONTH).by("unit"));
        }
    }
}
