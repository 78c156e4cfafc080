package org.apportion.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.report.Reports;
import org.apportion.report.UsageCoverage;
import org.apportion.run.ImportResult;
import org.apportion.run.Imports;
import org.apportion.run.MonthResult;
import org.apportion.run.MonthRun;
import org.apportion.run.UploadResult;
import org.apportion.run.Uploads;
import org.apportion.run.Workspace;

/** Imports and runs a month and prints both; what {@code run} and {@code demo} share. */
final class MonthJob {
    private final Terminal terminal;
    private final LoadedConfiguration loaded;
    private final Duration patience;
    private final boolean quiet;

    MonthJob(Terminal terminal, LoadedConfiguration loaded, Duration patience, boolean quiet) {
        this.terminal = terminal;
        this.loaded = loaded;
        this.patience = patience;
        this.quiet = quiet;
    }

    /** Where a run takes its bills and usage from. */
    enum Input {
        /** What was imported before. */
        LAKE,
        /** Files as they are. */
        FILES,
        /** Files, after what is new was fetched. */
        FETCHED
    }

    /** A failed upload fails the run, whose charges and files count all the same. */
    private void upload(BillingMonth month) {
        if (loaded.uploads().isEmpty()) {
            return;
        }
        try (TerminalProgress progress = new TerminalProgress(terminal, System::nanoTime, quiet)) {
            List<UploadResult> results =
                    new UploadJob(loaded, patience, progress).run(month, Set.of(), Uploads.Mode.NEW);
            terminal.out().println();
            terminal.out().print(TablePrinter.print(UploadJob.table(results), OutputFormat.table));
            UploadJob.requireAllSent(results, terminal);
        }
    }

    /** @param full whether charges that nothing has touched are split again, too */
    ExitCode run(BillingMonth month, Input input, boolean dryRun, boolean full) {
        ExitCode imported = ExitCode.OK;
        MonthResult result;
        try (Workspace workspace =
                        Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system());
                TerminalProgress progress = new TerminalProgress(terminal, System::nanoTime, quiet)) {
            Set<String> unfetched = Set.of();
            if (input == Input.FETCHED) {
                FetchJob.Missing missing =
                        new FetchJob(loaded, patience, progress).beforeImport(Set.of(), Optional.of(month));
                missing.warnings().forEach(terminal.err()::println);
                missing.notes(quiet).forEach(terminal.err()::println);
                unfetched = missing.sources();
            }
            if (input != Input.LAKE) {
                Imports imports = new Imports(workspace, patience, progress);
                List<ImportResult> results = imports.forRun(month, unfetched);
                imported = quiet
                        ? ImportPrinter.printRemarks(results, terminal.err())
                        : ImportPrinter.print(results, terminal.err());
                terminal.err().flush();
            }
            MonthRun.RunSettings settings = new MonthRun.RunSettings(Version.text(), patience, dryRun, full);
            result = new MonthRun(workspace, settings, progress).run(month);
        }
        if (!result.committed()) {
            RunPrinter.print(result, terminal.out());
            return imported;
        }
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            SummaryPrinter.print(reports.summary(month), terminal.out());
        }
        SummaryPrinter.print(UsageCoverage.of(ServeCommand.coverage(loaded), month), terminal.out());
        RunPrinter.printSplit(result, terminal.out());
        RunPrinter.printFiles(result, terminal.out());
        upload(month);
        return imported;
    }
}
