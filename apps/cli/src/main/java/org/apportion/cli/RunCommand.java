package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.model.BillingMonth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Take a billing month from bills to charges.",
            "Steps: fetch, import, allocate, price, prove, publish. Running it again is harmless: only what has changed is",
            "split again, and the run says what and why. A run whose proof fails publishes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  apportion run --month 2026-10",
            "  apportion run --month 2026-10 --dry-run      calculate and prove, keep and publish nothing",
            "  apportion run --month 2026-10 --no-import    with what is in the lake"
        })
final class RunCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            required = true,
            converter = MonthOption.class,
            description = "Billing month, such as 2026-10.")
    @SuppressWarnings("NullAway.Init")
    private BillingMonth month;

    @Option(names = "--no-import", description = "Use what is in the lake.")
    private boolean noImport;

    @Option(names = "--no-fetch", description = "Import the files that are there.")
    private boolean noFetch;

    @Option(names = "--dry-run", description = "Calculate and prove, but keep and publish nothing of the run.")
    private boolean dryRun;

    @Option(
            names = "--full",
            description = "Split everything, also what nothing has changed since the month's last run.")
    private boolean full;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        MonthJob job = new MonthJob(terminal, Settings.load(option, terminal), wait.duration(), option.quiet);
        MonthJob.Input input = noImport ? MonthJob.Input.LAKE : noFetch ? MonthJob.Input.FILES : MonthJob.Input.FETCHED;
        return job.run(month, input, dryRun, full).number();
    }
}
