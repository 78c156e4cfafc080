package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code apportion metrics}. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        subcommands = {MetricsExportCommand.class},
        description = "Charges as metrics, for Prometheus and Grafana.",
        footer = {"", "Examples:", "  apportion metrics export --month 2026-10 > october.om"})
final class MetricsCommand implements Callable<Integer> {
    private final Terminal terminal;

    MetricsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.err().println("USAGE: metrics needs to know what to do. Try 'apportion metrics export > costs.om'.");
        return ExitCode.USAGE.number();
    }
}
