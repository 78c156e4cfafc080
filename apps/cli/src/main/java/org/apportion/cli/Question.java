package org.apportion.cli;

import org.apportion.config.LoadedConfiguration;
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
    private final MonthQuestion chosen = new MonthQuestion();

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
        LoadedConfiguration loaded = Settings.load(chosen.option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            terminal.out().print(TablePrinter.print(ask.of(reports), output));
        }
        return ExitCode.OK.number();
    }

    /**
     * Opens the reports, asks and prints the answer as it is.
     *
     * @param unit that the question names; null if it names none
     */
    int printText(@Nullable String unit, AskText ask) {
        LoadedConfiguration loaded = Settings.load(chosen.option, terminal);
        if (unit != null) {
            UnitNames.require(loaded.configuration().organization(), unit);
        }
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            terminal.out().print(ask.of(reports));
        }
        return ExitCode.OK.number();
    }

    BillingMonth month(Reports reports) {
        return chosen.month(reports);
    }

    /** A question to the reports. */
    @FunctionalInterface
    interface Ask {
        ReportTable of(Reports reports);
    }

    /** A question to the reports that is answered in text. */
    @FunctionalInterface
    interface AskText {
        String of(Reports reports);
    }
}
