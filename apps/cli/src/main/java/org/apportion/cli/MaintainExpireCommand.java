package org.apportion.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.Retention;
import org.apportion.run.Workspace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code apportion maintain expire}. */
@Command(
        name = "expire",
        mixinStandardHelpOptions = true,
        description = {
            "Forget snapshots that nobody needs any more and remove the files that only these had.",
            "Closed months, what their corrections are compared with, and the newest runs of each month stay."
        },
        footer = {"", "Examples:", "  apportion maintain expire --dry-run", "  apportion maintain expire --keep-runs 5"
        })
final class MaintainExpireCommand implements Callable<Integer> {
    @Mixin
    private final PeriodQuestion question;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private picocli.CommandLine.Model.CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    @Option(
            names = "--keep-runs",
            paramLabel = "<n>",
            defaultValue = "2",
            description = "How many of the newest runs of each month stay as they were, at least 2. Default: 2")
    private int runs;

    @Option(names = "--dry-run", description = "Only tell what would be removed.")
    private boolean dryRun;

    MaintainExpireCommand(Terminal terminal) {
        this.question = new PeriodQuestion(terminal);
    }

    @Override
    public Integer call() {
        if (runs < Retention.FEWEST_RUNS) {
            throw new ParameterException(
                    spec.commandLine(), "--keep-runs must be at least " + Retention.FEWEST_RUNS + ", not " + runs);
        }
        LoadedConfiguration loaded = question.load();
        try (Workspace workspace =
                Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system())) {
            question.print(table(new Retention(workspace, wait.duration()).expire(runs, dryRun)));
        }
        return ExitCode.OK.number();
    }

    private static ReportTable table(Retention.Expiry expiry) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        expiry.tables()
                .forEach(table -> rows.add(Arrays.asList(
                        table.table(),
                        (long) table.forgotten(),
                        (long) table.kept(),
                        (long) table.files(),
                        table.bytes())));
        String note = rows.isEmpty()
                ? "Nothing to remove: every snapshot is needed."
                : expiry.done() ? "Removed." : "Nothing was removed; this is what would be.";
        return new ReportTable(
                "Expired snapshots",
                List.of(
                        ReportColumn.text("table"),
                        ReportColumn.number("forgotten"),
                        ReportColumn.number("kept"),
                        ReportColumn.number("files"),
                        ReportColumn.number("bytes")),
                rows,
                List.of(),
                List.of(note));
    }
}
