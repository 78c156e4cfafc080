package org.apportion.cli;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.run.PeriodBooks;
import org.apportion.run.ReopeningReport;
import org.apportion.run.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion periods reopen}. */
@Command(
        name = "reopen",
        mixinStandardHelpOptions = true,
        description = {
            "Open a closed month again, where nothing of it was issued.",
            "Refused if a file of it went out (one by cost center, or any that an upload sent, answered or not),",
            "or a closed month holds corrections of it."
        },
        footer = {"", "Examples:", "  apportion periods reopen --month 2026-10 --reason \"wrong rate\""})
final class PeriodsReopenCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            required = true,
            converter = MonthOption.class,
            description = "Closed month, such as 2026-10.")
    @SuppressWarnings("NullAway.Init")
    private BillingMonth month;

    @Option(
            names = "--reason",
            paramLabel = "<text>",
            required = true,
            converter = ReasonOption.class,
            description = "Why; kept for ever.")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Option(
            names = "--withdrawn",
            paramLabel = "<output>",
            description = "Id of an issued output that was withdrawn where it had been booked; may be repeated.")
    private Set<String> withdrawn = new LinkedHashSet<>();

    PeriodsReopenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        ReopeningReport report;
        try (Workspace workspace =
                Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system())) {
            report = new PeriodBooks(workspace, PeriodsCloseCommand.settings(loaded, wait))
                    .reopen(month, reason, withdrawn);
        }
        terminal.out()
                .println(month + " is open again; its charges are those of run " + report.run()
                        + " until it is run again.");
        report.runAgain()
                .forEach(other -> terminal.out()
                        .println("Run again as well: apportion run --month " + other + " (it held corrections of "
                                + month + ")."));
        return ExitCode.OK.number();
    }
}
