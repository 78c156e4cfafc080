package org.apportion.benchmark;

import java.util.List;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.report.ChargeQuery;
import org.apportion.report.Reports;
import org.apportion.spi.Secret;

/** Explains the month's third largest charge as the command line does, and one of its units. */
final class ExplainRun {
    private static final BillingMonth MONTH = BillingMonth.parse(MonthSql.MONTH);
    private static final int NTH = 3;

    private final Configuration configuration;
    private String charge = "";

    ExplainRun(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Chooses the charge; not timed. */
    String choose() {
        try (Reports reports = open()) {
            charge = String.valueOf(reports.charges(ChargeQuery.of(MONTH).limit(NTH))
                    .rows()
                    .get(NTH - 1)
                    .get(0));
        }
        return charge;
    }

    /** With everything opened for the one question. */
    void fresh() {
        try (Reports reports = open()) {
            reports.explain(charge, MONTH);
        }
    }

    /** Everything is open already. */
    List<Measurement> warm(int repeats) {
        try (Reports reports = open()) {
            return List.of(
                    Measurement.of("explain-warm", repeats, () -> reports.explain(charge, MONTH)),
                    Measurement.of("explain-unit-warm", repeats, () -> reports.explain("unit:team-7", MONTH)));
        }
    }

    private Reports open() {
        return Reports.open(configuration, new Secret(configuration::ledgerUrl));
    }
}
