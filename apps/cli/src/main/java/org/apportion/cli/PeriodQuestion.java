package org.apportion.cli;

import org.apportion.config.LoadedConfiguration;
import org.apportion.report.ReportTable;
import org.apportion.report.Reports;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the asking commands of {@code periods} share: configuration and format. */
final class PeriodQuestion {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    PeriodQuestion(Terminal terminal) {
        this.terminal = terminal;
    }

    int print(Question.Ask ask) {
        LoadedConfiguration loaded = load();
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            print(ask.of(reports));
        }
        return ExitCode.OK.number();
    }

    void print(ReportTable table) {
        terminal.out().print(TablePrinter.print(table, output));
    }

    LoadedConfiguration load() {
        return Settings.load(option, terminal);
    }

    boolean forPeople() {
        return output == OutputFormat.table;
    }

    Terminal terminal() {
        return terminal;
    }
}
