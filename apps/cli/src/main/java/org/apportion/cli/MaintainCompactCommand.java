package org.apportion.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.run.Retention;
import org.apportion.run.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apportion maintain compact}. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = "Gather the tables' lists of files, which grow with each run; the files and rows stay the same.",
        footer = {"", "Examples:", "  apportion maintain compact"})
final class MaintainCompactCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    MaintainCompactCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        try (Workspace workspace =
                Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system())) {
            List<String> tables = new Retention(workspace, wait.duration()).compact();
            terminal.out()
                    .println(tables.isEmpty() ? "Nothing to gather." : "Gathered: " + String.join(", ", tables) + ".");
        }
        return ExitCode.OK.number();
    }
}
