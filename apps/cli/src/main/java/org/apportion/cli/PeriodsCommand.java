package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code apportion periods}. */
@Command(
        name = "periods",
        mixinStandardHelpOptions = true,
        subcommands = {
            PeriodsListCommand.class,
            PeriodsCloseCommand.class,
            PeriodsReopenCommand.class,
            PeriodsStatementCommand.class,
            PeriodsCorrectionsCommand.class,
        },
        description = {
            "Close billing months and see what changed afterwards.",
            "A closed month never changes: restated bills, late usage, corrected owners and changed rules become",
            "corrections in the next open month."
        },
        footer = {
            "",
            "Examples:",
            "  apportion periods list",
            "  apportion periods close --month 2026-10 --dry-run",
            "  apportion periods corrections --month 2026-11"
        })
final class PeriodsCommand implements Callable<Integer> {
    private final Terminal terminal;

    PeriodsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.err().println("USAGE: periods needs to know what to do. Try 'apportion periods list'.");
        return ExitCode.USAGE.number();
    }
}
