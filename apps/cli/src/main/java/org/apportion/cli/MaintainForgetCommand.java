package org.apportion.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.Forgetting;
import org.apportion.run.Workspace;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion maintain forget}. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = {
            "Take out of the lake what a source delivered that the configuration does not name any more.",
            "Open months change with their next run; what changes for closed ones is booked by it as corrections."
        },
        footer = {
            "",
            "Examples:",
            "  apportion maintain forget --source cloud --dry-run",
            "  apportion maintain forget --source cloud --month 2026-10 --yes"
        })
final class MaintainForgetCommand implements Callable<Integer> {
    @Mixin
    private final PeriodQuestion question;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    @Option(
            names = {"-s", "--source"},
            paramLabel = "<id>",
            required = true,
            description = "Id of the source; not one of the configuration.")
    @SuppressWarnings("NullAway.Init")
    private String source;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Only this month, such as 2026-10. Default: all")
    private @Nullable BillingMonth month;

    @Option(names = "--dry-run", description = "Only tell what would be taken out.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do it. Without it, only what would be done is told.")
    private boolean confirmed;

    MaintainForgetCommand(Terminal terminal) {
        this.question = new PeriodQuestion(terminal);
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = question.load();
        Forgetting.Report report;
        try (Workspace workspace =
                Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system())) {
            Forgetting forgetting = new Forgetting(workspace, wait.duration(), Progress.NONE);
            Optional<BillingMonth> asked = Optional.ofNullable(month);
            report = confirmed && !dryRun ? forgetting.forget(source, asked) : forgetting.look(source, asked);
        }
        question.print(table(report));
        if (!report.done() && !dryRun && !report.held().isEmpty()) {
            throw new ApportionException(
                    CliError.NOT_CONFIRMED,
                    source,
                    "Its rows would not count any more from the next run on.",
                    "If that is meant, add --yes.");
        }
        return ExitCode.OK.number();
    }

    private ReportTable table(Forgetting.Report report) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        report.held()
                .forEach(held ->
                        rows.add(Arrays.asList(held.month().toString(), held.measure(), held.rows(), held.total())));
        return new ReportTable(
                "Rows of source " + source,
                List.of(
                        ReportColumn.text("month"),
                        ReportColumn.text("measure"),
                        ReportColumn.number("rows"),
                        ReportColumn.number("total")),
                rows,
                List.of(),
                List.of(note(report)));
    }

    private String note(Forgetting.Report report) {
        if (report.held().isEmpty()) {
            return "Nothing to take out: the lake holds no row of source " + source + "."
                    + (report.others().isEmpty()
                            ? ""
                            : " Not in the configuration, but with rows: " + String.join(", ", report.others()) + ".");
        }
        return report.done()
                ? "Taken out. Run the months again that are open; closed ones get corrections."
                : "Nothing was taken out; this is what would be.";
    }
}
