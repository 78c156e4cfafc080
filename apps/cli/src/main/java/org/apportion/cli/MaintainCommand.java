package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code apportion maintain}. */
@Command(
        name = "maintain",
        mixinStandardHelpOptions = true,
        subcommands = {MaintainExpireCommand.class, MaintainCompactCommand.class, MaintainForgetCommand.class},
        description = "Keep the lake small and true; never removes what a closed month or a kept run needs.",
        footer = {
            "",
            "Examples:",
            "  apportion maintain expire --dry-run",
            "  apportion maintain compact",
            "  apportion maintain forget --source cloud --dry-run"
        })
final class MaintainCommand implements Callable<Integer> {
    private final Terminal terminal;

    MaintainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.err().println("USAGE: maintain needs to know what to do. Try 'apportion maintain expire --dry-run'.");
        return ExitCode.USAGE.number();
    }
}
