package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code apportion feed}. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        subcommands = {FeedPrometheusCommand.class},
        description = "Keep another system up to date with the charges.",
        footer = {"", "Examples:", "  apportion feed prometheus --into /var/lib/prometheus/data"})
final class FeedCommand implements Callable<Integer> {
    private final Terminal terminal;

    FeedCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.err().println("USAGE: feed needs to know whom. Try 'apportion feed prometheus --into <folder>'.");
        return ExitCode.USAGE.number();
    }
}
