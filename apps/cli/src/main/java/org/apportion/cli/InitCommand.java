package org.apportion.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.ConfigTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code apportion init}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Write a commented apportion.yaml to begin with, and its schema.",
        footer = {"", "Examples:", "  apportion init", "  apportion init finance"})
final class InitCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "<folder>", defaultValue = ".", description = "Default: this folder")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    InitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Path> files = ConfigTemplate.write(folder);
        files.forEach(file -> terminal.out().println("wrote " + file));
        terminal.out().println("Next: say where your bills are in " + files.get(0) + ", then run: apportion check");
        return ExitCode.OK.number();
    }
}
