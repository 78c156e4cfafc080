package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.report.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion runs}. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "The newest runs: month, state, sums, proof, duration.",
        footer = {"", "Examples:", "  apportion runs", "  apportion runs --limit 5 --output json"})
final class RunsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "<n>",
            defaultValue = "20",
            converter = WholeNumber.FromOne.class,
            description = "How many runs. Default: 20")
    private int limit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    RunsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            terminal.out().print(TablePrinter.print(reports.runs(limit), output));
        }
        return ExitCode.OK.number();
    }
}
