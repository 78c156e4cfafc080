package org.apportion.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.run.Simulation;
import org.apportion.run.SimulationResult;
import org.apportion.run.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "What other rules, owners or prices would change in past months, per unit, with the cause.",
            "Keeps and publishes nothing; months may be closed.",
            "The file has the sections that differ, each whole: rules, tags, cost-basis, organization, directory, prices,",
            "currencies, currency. It may also be a whole configuration."
        },
        footer = {
            "",
            "Examples:",
            "  apportion simulate --month 2026-10 --with other-rules.yaml",
            "  apportion simulate --month 2026-07..2026-10 --with next-year.yaml --output csv"
        })
final class SimulateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<months>",
            required = true,
            converter = MonthRangeOption.class,
            description = "Billing month or range of months, such as 2026-07..2026-10.")
    @SuppressWarnings("NullAway.Init")
    private MonthRangeOption.Range months;

    @Option(
            names = "--with",
            paramLabel = "<file>",
            required = true,
            description = "Sections in place of those in force.")
    @SuppressWarnings("NullAway.Init")
    private Path with;

    @Option(names = "--all", description = "Also units whose amounts stay as they are.")
    private boolean all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfiguration inForce = Settings.load(option, terminal);
        LoadedConfiguration other = Settings.loadWith(option.file, with, terminal);
        SimulationResult result;
        try (Workspace workspace =
                        Workspace.open(inForce.configuration(), inForce.ledger().address(), InstantSource.system());
                TerminalProgress progress = new TerminalProgress(terminal, System::nanoTime, option.quiet)) {
            result = new Simulation(workspace, progress).run(months.first(), months.last(), other.configuration());
        }
        terminal.out().print(TablePrinter.print(SimulationPrinter.table(result, all), output));
        return ExitCode.OK.number();
    }
}
