package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code apportion tags}. */
@Command(
        name = "tags",
        mixinStandardHelpOptions = true,
        subcommands = {TagsCoverageCommand.class},
        description = "Look at the tags that bills carry.",
        footer = {"", "Example:", "  apportion tags coverage --by account"})
final class TagsCommand implements Callable<Integer> {
    private final Terminal terminal;

    TagsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.err().println("USAGE: tags needs to know what to do. Try 'apportion tags coverage'.");
        return ExitCode.USAGE.number();
    }
}
