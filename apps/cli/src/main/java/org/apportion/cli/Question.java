package org.apportion.cli;

import java.util.List;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.report.ReportTable;
import org.apportion.report.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the asking commands share: month, format, and opening of the reports. */
final class Question {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ConfigurationOption option;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Month, such as 2026-10. Default: the newest that was run")
    private @Nullable BillingMonth month;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    OutputFormat output;

    Question(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Opens the reports, asks and prints. */
    int print(Ask ask) {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            terminal.out().print(TablePrinter.print(ask.of(reports), output));
        }
        return ExitCode.OK.number();
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

    /** A question to the reports. */
    @FunctionalInterface
    interface Ask {
        ReportTable of(Reports reports);
    }
}
