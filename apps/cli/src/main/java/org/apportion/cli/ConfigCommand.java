package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion config show}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        subcommands = ConfigCommand.Show.class,
        description = "Look at the configuration.",
        footer = {"", "Examples:", "  apportion config show"})
final class ConfigCommand implements Callable<Integer> {
    private final Terminal terminal;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.err().println("USAGE: config needs to know what to do. Try 'apportion config show'.");
        return ExitCode.USAGE.number();
    }

    /** Prints every effective value with the place it comes from; secrets stay references. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print the effective configuration with the origin of each value, secrets redacted.",
            footer = {"", "Examples:", "  apportion config show", "  apportion config show --output json"})
    static final class Show implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private ConfigurationOption option;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "<format>",
                defaultValue = "text",
                description = "text or json. Default: text")
        @SuppressWarnings("NullAway.Init")
        private Format format;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        enum Format {
            text,
            json
        }

        @Override
        public Integer call() {
            LoadedConfiguration loaded = Settings.load(option, terminal);
            if (format == Format.json) {
                terminal.out().println(loaded.effective().json());
            } else {
                loaded.effective().lines().forEach(terminal.out()::println);
            }
            return ExitCode.OK.number();
        }
    }
}
