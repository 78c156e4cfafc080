package org.apportion.cli;

import java.util.List;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.report.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The month that a command asks about: the one named, else the newest that was run. */
final class MonthQuestion {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    ConfigurationOption option;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Month, such as 2026-10. Default: the newest that was run")
    private @Nullable BillingMonth month;

    boolean isNamed() {
        return month != null;
    }

    BillingMonth month(Reports reports) {
        if (month != null) {
            return month;
        }
        List<BillingMonth> known = reports.months();
        if (known.isEmpty()) {
            throw new ApportionException(
                    CliError.NO_MONTH_YET,
                    "",
                    "No month was run yet.",
                    "Run one first: apportion run --month 2026-10.");
        }
        return known.get(known.size() - 1);
    }
}
