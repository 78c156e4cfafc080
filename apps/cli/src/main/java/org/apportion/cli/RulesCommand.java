package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code apportion rules}. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        subcommands = {RulesListCommand.class, RulesShowCommand.class},
        description = {
            "Look at the allocation rules, and at the rule packs that come with the program: confluent, confluent-compat."
        },
        footer = {"", "Examples:", "  apportion rules list", "  apportion rules show confluent"})
final class RulesCommand implements Callable<Integer> {
    private final Terminal terminal;

    RulesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.err().println("USAGE: rules needs to know what to do. Try 'apportion rules list'.");
        return ExitCode.USAGE.number();
    }
}
