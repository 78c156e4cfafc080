package org.apportion.cli;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.configuration.Configuration;
import org.apportion.run.Fetches;
import org.apportion.run.Outputs;
import org.apportion.run.Uploads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apportion check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Check the configuration and list all mistakes at once.",
        footer = {"", "Examples:", "  apportion check", "  apportion check --config finance/apportion.yaml"})
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        Fetches.check(loaded.fetches(), InstantSource.system());
        Uploads.check(loaded.uploads());
        Configuration configuration = loaded.configuration();
        Outputs.check(configuration);
        terminal.out()
                .println("The configuration is valid: "
                        + Amounts.counted(configuration.sources().size(), "source") + ", "
                        + Amounts.counted(configuration.organization().units().size(), "unit") + ", "
                        + Amounts.counted(configuration.directory().entries().size(), "directory entry") + ", "
                        + Amounts.counted(configuration.rules().size(), "rule") + ", "
                        + Amounts.counted(configuration.prices().prices().size(), "price") + ", "
                        + Amounts.counted(configuration.outputs().size(), "output") + "; "
                        + Amounts.counted(loaded.warnings().size(), "warning") + ".");
        return ExitCode.OK.number();
    }
}
