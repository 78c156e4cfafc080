package org.apportion.cli;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.config.ServeSettings;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.model.ApportionException;
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
        List<ApportionException> mistakes = Fetches.mistakes(loaded.fetches(), InstantSource.system());
        if (!mistakes.isEmpty()) {
            throw ConfigProblems.ofOthers(option.file.toString(), mistakes);
        }
        Uploads.check(loaded.uploads());
        List<ConfigProblem> ahead = ahead(loaded, LocalDate.now(ZoneOffset.UTC));
        ahead.forEach(warning -> terminal.err().println("warning: " + warning));
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
                        + Amounts.counted(loaded.warnings().size() + ahead.size(), "warning") + ".");
        return ExitCode.OK.number();
    }

    /** Pages that begin with a day that has not come tell nothing until then. */
    static List<ConfigProblem> ahead(LoadedConfiguration loaded, LocalDate today) {
        return loaded
                .serve()
                .helper()
                .flatMap(ServeSettings.HourlyPages::from)
                .filter(from -> from.isAfter(today))
                .stream()
                .flatMap(from -> loaded.effective().values().stream()
                        .filter(value -> value.path().equals("serve.chargeback-helper.from"))
                        .map(value -> new ConfigProblem(
                                value.origin().file(),
                                value.origin().line(),
                                value.origin().column(),
                                ConfigError.CONFIG_CONFLICT,
                                "The first day to tell is " + from + ", which has not come: no hour is told.",
                                "Write a day that has been, or leave it out to begin with the first charge.")))
                .toList();
    }
}
