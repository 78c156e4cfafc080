package org.apportion.run;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apportion.lake.FileFilter;
import org.apportion.lake.FocusCorrections;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.Staged;
import org.apportion.ledger.RunResult;
import org.apportion.ledger.RunStart;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.publish.PublishInput;
import org.apportion.publish.PublishedFile;
import org.apportion.publish.Publisher;
import org.apportion.publish.focus.FocusExport;
import org.apportion.publish.focus.FocusSource;
import org.apportion.publish.focus.HandedOn;
import org.apportion.publish.journal.IssuedFiles;
import org.apportion.publish.journal.RunOutputs;
import org.apportion.spi.Progress;

/**
 * Takes one billing month from records to committed charges and published files.
 *
 * <p>Nothing of a run is visible until one ledger transaction names all its tables; a failed proof, a full disk or a kill leaves
 * the month as it was. Files are published after the commit, so that a published number is always a recorded one; a repeated run
 * writes them again.
 */
public final class MonthRun {
    private static final List<TableSchema> RESULTS =
            List.of(Tables.RECORD_GROUP, Tables.CHARGE, Tables.RESOLVED_TAG, Tables.PRICE_LINE);

    private final Workspace workspace;
    private final RunSettings settings;
    private final Progress progress;
    private final RunStep.Watch watch;

    public MonthRun(Workspace workspace, RunSettings settings, Progress progress) {
        this(workspace, settings, progress, RunStep.Watch.NONE);
    }

    MonthRun(Workspace workspace, RunSettings settings, Progress progress, RunStep.Watch watch) {
        this.workspace = workspace;
        this.settings = settings;
        this.progress = progress;
        this.watch = watch;
    }

    /**
     * Runs the month. A dry run leaves no trace, not even in the run record.
     *
     * @throws ApportionException {@code RUN_NO_RECORDS} if the month never had any, {@code RUN_PROOF_FAILED}, {@code LEDGER_BUSY}, or what
     *     a step refuses: the month's earlier result stays in force; or of {@code PublishError}: the run counts, a file of it is missing
     */
    public MonthResult run(BillingMonth month) {
        Outputs.check(workspace.configuration());
        try (LakeWriter writer = workspace.lake().write(settings.patience(), progress)) {
            workspace
                    .ledger()
                    .useTransaction(transaction ->
                            transaction.runs().failInterrupted(workspace.clock().instant()));
            LakeView view = workspace.lake().current();
            requireOpen(month, view);
            requireRecords(month, view);
            Calculation calculation = new Calculation(workspace, month, view, progress, watch);
            calculation.warn(new SourceRows(workspace, view).warnings(month));
            if (settings.dryRun()) {
                Corrections corrections = new CorrectionStep(workspace, month, view, settings, progress).find(writer);
                calculation.allocate(EarlierSplit.of(workspace, month, settings), settings.portionRows());
                calculation.writeAndProve(writer, corrections);
                return calculation.result(month + "-dry", List.of(), false);
            }
            String id = workspace
                    .ledger()
                    .inTransaction(transaction -> transaction.runs().start(start(month, view)));
            watch.reached(RunStep.STARTED);
            commit(id, calculation, view, writer);
            return calculation.result(id, publish(id, calculation), true);
        }
    }

    private void commit(String id, Calculation calculation, LakeView view, LakeWriter writer) {
        try {
            BillingMonth month = calculation.month();
            Corrections corrections = new CorrectionStep(workspace, month, view, settings, progress).find(writer);
            watch.reached(RunStep.CORRECTED);
            calculation.allocate(EarlierSplit.of(workspace, month, settings), settings.portionRows());
            watch.reached(RunStep.ALLOCATED);
            Map<TableSchema, List<Staged>> staged = calculation.writeAndProve(writer, corrections);
            watch.reached(RunStep.PROVED);
            RunResult result = calculation.found();
            List<LakeCommit> commits = replace(month, staged, corrections, writer);
            List<Staged> hours = staged.getOrDefault(Tables.CHARGE_HOUR, List.of());
            if (!hours.isEmpty() || holds(Tables.CHARGE_HOUR, month, view)) {
                commits.add(writer.replace(Tables.CHARGE_HOUR, List.of(slice(month)), hours));
                watch.reached(RunStep.REPLACED);
            }
            if (!corrections.rows().isEmpty() || holds(Tables.CORRECTION, month, view)) {
                commits.add(writer.replace(Tables.CORRECTION, List.of(slice(month)), corrections.rows()));
                watch.reached(RunStep.REPLACED);
            }
            workspace.ledger().useTransaction(transaction -> {
                writer.name(transaction, commits, id);
                Periods periods = new Periods(transaction);
                corrections.reconciled().forEach((origin, inputs) -> periods.reconciled(origin, id, inputs));
                new RunOutputs(transaction)
                        .plan(
                                id,
                                workspace.configuration().outputs().stream()
                                        .map(OutputDefinition::id)
                                        .toList());
                transaction.runs().commit(id, result, workspace.clock().instant());
                watch.reached(RunStep.NAMED);
            });
            watch.reached(RunStep.COMMITTED);
        } catch (ApportionException e) {
            recordFailure(id, e, e, calculation);
            throw e;
        } catch (RuntimeException | Error e) {
            recordFailure(id, e, unforeseen(id, e), calculation);
            throw e;
        }
    }

    /** What is recorded names the kind only: the text of a foreign failure may hold data. */
    private static ApportionException unforeseen(String id, Throwable cause) {
        return new ApportionException(
                RunError.RUN_FAILED,
                id,
                cause.getClass().getName() + " at " + place(cause) + " stopped the run.",
                "Look at the program's log, then run the month again; nothing of this run was kept.");
    }

    private static String place(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    private List<LakeCommit> replace(
            BillingMonth month, Map<TableSchema, List<Staged>> staged, Corrections corrections, LakeWriter writer) {
        List<LakeCommit> commits = new ArrayList<>();
        for (TableSchema table : RESULTS) {
            List<Staged> files = new ArrayList<>(Objects.requireNonNull(staged.get(table)));
            if (table.equals(Tables.RECORD_GROUP)) {
                files.addAll(corrections.groups());
            }
            commits.add(writer.replace(table, List.of(slice(month)), files));
            watch.reached(RunStep.REPLACED);
        }
        return commits;
    }

    private static Map<String, String> slice(BillingMonth month) {
        return Map.of("billing_month", month.toString());
    }

    private static boolean holds(TableSchema table, BillingMonth month, LakeView view) {
        return !view.files(table, FileFilter.ALL.is("billing_month", month.toString()))
                .isEmpty();
    }

    /** What stopped the run may stop the ledger too, as a full disk does; the next run then ends this one. */
    private void recordFailure(String id, Throwable failure, ApportionException recorded, Calculation calculation) {
        try {
            workspace
                    .ledger()
                    .useTransaction(transaction -> transaction
                            .runs()
                            .fail(
                                    id,
                                    recorded,
                                    calculation.found(),
                                    workspace.clock().instant()));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private List<PublishedFile> publish(String id, Calculation calculation) {
        List<OutputDefinition> outputs = workspace.configuration().outputs();
        List<PublishedFile> files = new ArrayList<>();
        if (!outputs.isEmpty()) {
            progress.start("publish", outputs.size(), "files");
            for (OutputDefinition output : outputs) {
                files.add(issue(id, output, calculation));
                watch.reached(RunStep.PUBLISHED);
                progress.advanceTo(files.size());
            }
            progress.finish(Counted.of(files.size(), "file"));
        }
        return files;
    }

    /** What is written is written down; what goes to an accounting system before, too: see {@link IssuedFiles}. */
    private PublishedFile issue(String id, OutputDefinition output, Calculation calculation) {
        PublishInput input = calculation.publishInput(id, settings.codeVersion());
        boolean isIssued = output.content() == OutputDefinition.Content.COST_CENTERS;
        if (isIssued) {
            workspace
                    .ledger()
                    .useTransaction(transaction -> new IssuedFiles(transaction)
                            .begin(
                                    output.id(),
                                    input.month(),
                                    id,
                                    workspace.clock().instant()));
        }
        PublishedFile file = publish(output, input, calculation);
        workspace.ledger().useTransaction(transaction -> {
            if (isIssued) {
                new IssuedFiles(transaction).written(output.id(), input.month(), id);
            }
            new RunOutputs(transaction).written(id, output.id(), file.sha256());
        });
        return file;
    }

    private PublishedFile publish(OutputDefinition output, PublishInput input, Calculation calculation) {
        return switch (output.content()) {
            case FOCUS -> bundle(output, input, calculation);
            case FOCUS_INTERNAL -> new FocusExport(workspace.engine()).internal(output, input, begin(input));
            default -> new Publisher(workspace.engine()).publish(output, input);
        };
    }

    private PublishedFile bundle(OutputDefinition output, PublishInput input, Calculation calculation) {
        HandedOnFiles files = new HandedOnFiles(
                workspace.engine(), workspace.configuration().engine().temporaryFolder());
        List<HandedOn> datasets = files.read(output, input.month());
        try {
            FocusSource source = calculation.focus(begin(input), style(output)).handingOn(datasets);
            return new FocusExport(workspace.engine()).provider(output, input, source);
        } finally {
            files.forget(datasets);
        }
    }

    private static FocusCorrections.Style style(OutputDefinition output) {
        return output.focus().corrections() == OutputDefinition.Corrections.ACCOUNTING
                ? FocusCorrections.Style.ACCOUNTING
                : FocusCorrections.Style.LEDGER;
    }

    /** When the run began, in whole seconds, so that writing its files again gives the same bytes. */
    private Instant begin(PublishInput input) {
        return workspace
                .ledger()
                .inTransaction(transaction -> transaction.runs().find(input.runId()))
                .map(run -> run.start().started())
                .orElseGet(workspace.clock()::instant)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private RunStart start(BillingMonth month, LakeView view) {
        Configuration configuration = workspace.configuration();
        return new RunStart(
                month,
                workspace.clock().instant(),
                settings.codeVersion(),
                configuration.fingerprints(),
                view.snapshots());
    }

    /** A month that has lost all its records since it was run can be run, so that its charges end with them. */
    private void requireRecords(BillingMonth month, LakeView view) {
        if (view.files(Tables.COST_RECORD, ofMonth(month)).isEmpty()
                && workspace
                        .ledger()
                        .read(transaction -> transaction.runs().latestCommitted(month))
                        .isEmpty()) {
            throw noRecords(month.toString());
        }
    }

    private void requireOpen(BillingMonth month, LakeView view) {
        List<Period> closed = workspace.ledger().read(transaction -> new Periods(transaction).closed());
        if (closed.stream().anyMatch(period -> period.month().equals(month))) {
            String next = CorrectionStep.booksFor(view, month, closed)
                    .map(later -> "Run 'apportion run --month " + later + "': it books what has changed as corrections")
                    .orElse("What has changed is booked as corrections by the next month's run");
            throw new ApportionException(
                    RunError.RUN_MONTH_CLOSED,
                    month.toString(),
                    "This month is closed and never changes.",
                    next + "; or reopen it with 'apportion periods reopen' where nothing was issued.");
        }
    }

    static FileFilter ofMonth(BillingMonth month) {
        return FileFilter.ALL.is("x_BillingMonth", month.toString());
    }

    /** @param place a month or a range of months */
    static ApportionException noRecords(String place) {
        return new ApportionException(
                RunError.RUN_NO_RECORDS,
                place,
                "There is no cost record of this billing month.",
                "Check the sources' paths with 'apportion config show', then run 'apportion import'.");
    }

    /**
     * How a run is done.
     *
     * @param patience how long to wait for another process that writes the same data
     * @param dryRun calculate and prove, but keep and publish nothing
     * @param full split everything, also what nothing has touched since the month's last run
     * @param portionRows records and samples that are split at a time, so that memory and spilling do not grow with the month; the
     *     charges are the same whatever it is
     */
    public record RunSettings(String codeVersion, Duration patience, boolean dryRun, boolean full, long portionRows) {
        private static final long PORTION = 10_000_000;

        public RunSettings(String codeVersion, Duration patience, boolean dryRun, boolean full) {
            this(codeVersion, patience, dryRun, full, PORTION);
        }

        /** Charges that nothing has touched are kept from the month's last run. */
        public RunSettings(String codeVersion, Duration patience, boolean dryRun) {
            this(codeVersion, patience, dryRun, false);
        }
    }
}
