package org.apportion.cli;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.run.FetchResult;
import org.apportion.run.Fetches;
import org.apportion.spi.source.FetchWindow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apportion fetch}. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Bring bills and usage from object stores and providers into local files.",
            "What is there already and has not changed is not brought again. import and run fetch by themselves."
        },
        footer = {
            "",
            "Examples:",
            "  apportion fetch",
            "  apportion fetch aws-bills --month 2026-10",
            "  apportion fetch --from 2026-10-01 --to 2026-10-15 --output json"
        })
final class FetchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "<id>", arity = "0..*", description = "Only these fetches. Default: all")
    private Set<String> ids = new LinkedHashSet<>();

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Days of this month. Default: this month and the one before it")
    private @Nullable BillingMonth month;

    @Option(
            names = "--from",
            paramLabel = "<day>",
            converter = DayOption.class,
            description = "First day, in UTC, such as 2026-10-01.")
    private @Nullable LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "<day>",
            converter = DayOption.class,
            description = "Day after the last one. Default: tomorrow, so that today is included")
    private @Nullable LocalDate to;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    FetchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireOneWindow();
        try (TerminalProgress progress = new TerminalProgress(terminal, System::nanoTime, option.quiet);
                Fetches fetches = new FetchJob(Settings.load(option, terminal), wait.duration(), progress).open()) {
            List<FetchResult> results = fetches.run(ids.isEmpty() ? fetches.all() : ids, window(fetches));
            terminal.out().print(TablePrinter.print(FetchJob.table(results), output));
            List<ApportionException> failures = results.stream()
                    .flatMap(result -> result.failure().stream())
                    .toList();
            failures.stream()
                    .skip(1)
                    .forEach(failure ->
                            terminal.err().println(TablePrinter.printable(String.valueOf(failure.getMessage()))));
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
            return ExitCode.OK.number();
        }
    }

    private FetchWindow window(Fetches fetches) {
        FetchWindow usual = fetches.usual();
        if (month != null) {
            return fetches.untilToday(month.firstDay(), month.endDay());
        }
        if (from == null) {
            return usual;
        }
        LocalDate end = to == null ? usual.to() : to;
        if (!from.isBefore(end)) {
            throw new ParameterException(spec.commandLine(), "--from must be a day before " + end);
        }
        return new FetchWindow(from, end);
    }

    private void requireOneWindow() {
        if (month != null && (from != null || to != null)) {
            throw new ParameterException(spec.commandLine(), "--month and --from or --to exclude each other");
        }
        if (to != null && from == null) {
            throw new ParameterException(spec.commandLine(), "--to needs --from");
        }
    }
}
