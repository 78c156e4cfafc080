package org.apportion.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.run.UploadResult;
import org.apportion.run.Uploads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apportion publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Send the files that a month's newest run published to other systems, as the section uploads says.",
            "run does it by itself. The same bytes are sent once: again is harmless, and sends only what is missing.",
            "Exit code 6 says that a file did not arrive."
        },
        footer = {
            "",
            "Examples:",
            "  apportion publish --month 2026-10 --dry-run    what would be sent, and where",
            "  apportion publish --month 2026-10              what has not arrived yet",
            "  apportion publish --month 2026-10 erp --again  although it has",
            "  apportion publish --month 2026-10 --journal    what was sent when, with which digest"
        })
final class PublishCommand implements Callable<Integer> {
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

    @Parameters(paramLabel = "<id>", arity = "0..*", description = "Only these uploads. Default: all")
    private Set<String> ids = new LinkedHashSet<>();

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            required = true,
            converter = MonthOption.class,
            description = "Billing month, such as 2026-10.")
    @SuppressWarnings("NullAway.Init")
    private BillingMonth month;

    @Option(names = "--dry-run", description = "Send nothing; tell what would be sent.")
    private boolean dryRun;

    @Option(names = "--again", description = "Send what has arrived before, too.")
    private boolean again;

    @Option(names = "--journal", description = "Send nothing; tell of each attempt until now.")
    private boolean journal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    PublishCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if ((dryRun ? 1 : 0) + (again ? 1 : 0) + (journal ? 1 : 0) > 1) {
            throw new ParameterException(spec.commandLine(), "--dry-run, --again and --journal exclude each other");
        }
        LoadedConfiguration loaded = Settings.load(option, terminal);
        try (TerminalProgress progress = new TerminalProgress(terminal, System::nanoTime, option.quiet)) {
            UploadJob job = new UploadJob(loaded, wait.duration(), progress);
            if (journal) {
                terminal.out().print(TablePrinter.print(job.journal(month), output));
                return ExitCode.OK.number();
            }
            List<UploadResult> results = job.run(month, ids, mode());
            terminal.out().print(TablePrinter.print(UploadJob.table(results), output));
            UploadJob.requireAllSent(results, terminal);
        }
        return ExitCode.OK.number();
    }

    private Uploads.Mode mode() {
        return dryRun ? Uploads.Mode.DRY_RUN : again ? Uploads.Mode.AGAIN : Uploads.Mode.NEW;
    }
}
