package org.apportion.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.ledger.Run;
import org.apportion.ledger.period.Frozen;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.PeriodState;
import org.apportion.ledger.period.Periods;
import org.apportion.ledger.period.StatementLine;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.table.Tables;
import org.apportion.publish.Publisher;
import org.apportion.publish.journal.IssuedFiles;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/**
 * Closes billing months and opens them again. A closed month never changes: its run, snapshots, configuration, owners and
 * statement are kept, and what differs later is booked as corrections by the run of a later month.
 *
 * <p>Both are one transaction of the ledger under the lake's lease, so a process killed at any point leaves the month open or
 * closed, never between.
 */
public final class PeriodBooks {
    /** Name of the frozen document that holds the effective configuration. */
    public static final String CONFIGURATION = "configuration";

    /** A frozen manifest of a file that was issued to an accounting system; the output's id follows. */
    static final String ISSUED = "issued ";

    /** A frozen manifest of another file; the output's id follows. */
    static final String MANIFEST = "manifest ";

    private final Workspace workspace;
    private final Settings settings;
    private final RunStep.Watch watch;

    public PeriodBooks(Workspace workspace, Settings settings) {
        this(workspace, settings, RunStep.Watch.NONE);
    }

    PeriodBooks(Workspace workspace, Settings settings, RunStep.Watch watch) {
        this.workspace = workspace;
        this.settings = settings;
        this.watch = watch;
    }

    /**
     * Who does it and how.
     *
     * @param by who closes or reopens, for the record
     * @param configuration the effective configuration as text, redacted
     * @param patience how long to wait for another process that writes the same data
     */
    public record Settings(String by, String configuration, Duration patience) {}

    /** What closing would freeze and what stands in the way; changes nothing. */
    public ClosingReport check(BillingMonth month) {
        return report(month, workspace.lake().current(), false);
    }

    /**
     * Closes a month, and says so in the Billing Period of its published FOCUS bundles. Closing a closed month changes nothing in
     * the books.
     *
     * @throws ApportionException {@code PERIOD_NOT_READY} with the first obstacle, {@code LEDGER_BUSY}; or
     *     {@code PUBLISH_NOT_WRITABLE} once the month is closed
     */
    public ClosingReport close(BillingMonth month) {
        try (LakeWriter writer = workspace.lake().write(settings.patience())) {
            LakeView current = workspace.lake().current();
            boolean already = isClosed(month);
            ClosingReport report = report(month, current, !already);
            if (already) {
                PublishedPeriod.tell(workspace, month);
                return report;
            }
            if (!report.obstacles().isEmpty()) {
                throw new ApportionException(
                        RunError.PERIOD_NOT_READY,
                        month.toString(),
                        "It cannot be closed: " + report.obstacles().get(0),
                        "See all with 'apportion periods close --month " + month + " --dry-run'; nothing was changed.");
            }
            Run run = run(month).orElseThrow();
            Map<String, Long> written = workspace.ledger().read(transaction -> written(transaction, run));
            Frozen frozen = new Frozen(
                    run.start().inputs(),
                    written,
                    documents(run),
                    report.statement(),
                    workspace.configuration().organization(),
                    workspace.configuration().directory(),
                    InputsState.of(current, workspace.engine(), workspace.configuration(), month, "")
                            .text());
            watch.reached(RunStep.PROVED);
            workspace.ledger().useTransaction(transaction -> {
                writer.name(transaction, List.of(), "close-" + month);
                new Periods(transaction).close(period(month, PeriodState.CLOSED, run.id(), ""), frozen);
                watch.reached(RunStep.NAMED);
            });
            watch.reached(RunStep.COMMITTED);
            PublishedPeriod.tell(workspace, month);
            return report;
        }
    }

    private Period period(BillingMonth month, PeriodState state, String run, String reason) {
        return new Period(month, state, run, workspace.clock().instant(), settings.by(), reason);
    }

    private boolean isClosed(BillingMonth month) {
        return workspace.ledger().read(transaction -> new Periods(transaction).isClosed(month));
    }

    private Optional<Run> run(BillingMonth month) {
        return workspace.ledger().read(transaction -> transaction.runs().latestCommitted(month));
    }

    private ClosingReport report(BillingMonth month, LakeView current, boolean closing) {
        List<Period> closed = workspace.ledger().read(transaction -> new Periods(transaction).closed());
        Optional<Period> already =
                closed.stream().filter(period -> period.month().equals(month)).findFirst();
        if (already.isPresent()) {
            return workspace.ledger().read(transaction -> frozen(transaction, already.get()));
        }
        Optional<Run> found = run(month);
        PeriodCheck check = new PeriodCheck(workspace, month, current, closed);
        if (found.isEmpty()) {
            return new ClosingReport(
                    month, "", check.obstacles(found), List.of(), List.of(), Map.of(), List.of(), false);
        }
        Run run = found.get();
        Map<String, Long> snapshots = workspace.ledger().read(transaction -> snapshotsAfter(transaction, run));
        List<StatementLine> statement = statement(month, workspace.lake().at(snapshots));
        List<String> obstacles = new ArrayList<>(check.obstacles(found));
        obstacles.addAll(check.unkept(run, statement));
        return new ClosingReport(
                month,
                run.id(),
                obstacles,
                check.warnings(run),
                statement,
                snapshots,
                documents(run).keySet().stream().sorted().toList(),
                closing);
    }

    private static ClosingReport frozen(LedgerTransaction transaction, Period period) {
        Periods periods = new Periods(transaction);
        return new ClosingReport(
                period.month(),
                period.run(),
                List.of(),
                List.of(period.month() + " is closed since " + period.changedAt() + ", by " + period.changedBy() + "."),
                periods.statement(period.month()),
                periods.snapshots(period.month()),
                periods.documentNames(period.month()),
                false);
    }

    /** Of all tables as a run left them: its results, and of what it did not write what it read. */
    static Map<String, Long> snapshotsAfter(LedgerTransaction transaction, Run run) {
        Map<String, Long> snapshots = new TreeMap<>(run.start().inputs());
        snapshots.putAll(written(transaction, run));
        return snapshots;
    }

    private static Map<String, Long> written(LedgerTransaction transaction, Run run) {
        Map<String, Long> written = new TreeMap<>();
        transaction.snapshots().namedBy(run.id()).forEach(named -> written.put(named.table(), named.snapshotId()));
        return written;
    }

    /** The configuration, and the manifest of each file that the run has published. */
    private Map<String, String> documents(Run run) {
        Map<String, String> documents = new TreeMap<>();
        documents.put(CONFIGURATION, settings.configuration());
        for (OutputDefinition output : workspace.configuration().outputs()) {
            String name = (output.content() == Content.COST_CENTERS ? ISSUED : MANIFEST) + output.id();
            Publisher.manifest(output, run.start().month(), run.id()).ifPresent(text -> documents.put(name, text));
        }
        return documents;
    }

    /**
     * Opens a closed month again. Corrections that open months hold for it are taken out of them.
     *
     * @param withdrawn ids of outputs that were issued and that the receiving system has given back
     * @throws ApportionException {@code PERIOD_NOT_CLOSED}; {@code PERIOD_ISSUED} if a cost-center file of the month was published or
     *     a file of it was sent by an upload, and is not withdrawn, or a closed month holds corrections of it
     */
    public ReopeningReport reopen(BillingMonth month, String reason, Set<String> withdrawn) {
        try (LakeWriter writer = workspace.lake().write(settings.patience())) {
            List<Period> closed = workspace.ledger().read(transaction -> new Periods(transaction).closed());
            Period period = closed.stream()
                    .filter(one -> one.month().equals(month))
                    .findFirst()
                    .orElseThrow(() -> notClosed(month));
            Reopening reopening = new Reopening(workspace, month, writer);
            reopening.requireNotIssued(closed, withdrawn);
            List<LakeCommit> commits = new ArrayList<>();
            for (BillingMonth holder : reopening.holders()) {
                commits.addAll(reopening.takeOut(holder));
                watch.reached(RunStep.REPLACED);
            }
            String kept = withdrawn.isEmpty() ? reason : reason + " (withdrawn: " + String.join(", ", withdrawn) + ")";
            workspace.ledger().useTransaction(transaction -> {
                writer.name(transaction, commits, "reopen-" + month);
                new Periods(transaction).reopen(period(month, PeriodState.REOPENED, period.run(), kept));
                new IssuedFiles(transaction).withdraw(month, withdrawn);
                watch.reached(RunStep.NAMED);
            });
            watch.reached(RunStep.COMMITTED);
            PublishedPeriod.tell(workspace, month);
            return new ReopeningReport(month, period.run(), reopening.holders());
        }
    }

    private static ApportionException notClosed(BillingMonth month) {
        return new ApportionException(
                RunError.PERIOD_NOT_CLOSED,
                month.toString(),
                "This month is not closed.",
                "See the months with 'apportion periods list'.");
    }

    private List<StatementLine> statement(BillingMonth month, LakeView view) {
        Configuration configuration = workspace.configuration();
        Dialect dialect = workspace.engine().dialect();
        OwnedCharges owned =
                OwnedCharges.load(workspace.engine(), configuration.organization(), configuration.directory());
        FileFilter ofMonth = FileFilter.ALL.is("billing_month", month.toString());
        String groups = view.relation(Tables.RECORD_GROUP, ofMonth);
        String columns =
                "unit, unit_name, cost_center, unallocated, cost_type, " + dialect.name("BillingCurrency") + ", amount";
        String origin = dialect.name("x_BillingMonth");
        String all = "SELECT " + dialect.text(month.toString()) + " AS origin, " + columns + " FROM ("
                + owned.select(view.relation(Tables.CHARGE, ofMonth), groups) + ") AS c UNION ALL SELECT " + origin
                + ", " + columns + " FROM ("
                + owned.corrections(view.relation(Tables.CORRECTION, ofMonth), groups, owned.levels()) + ") AS k";
        String key = "origin, unit, unit_name, cost_center, unallocated, cost_type, " + dialect.name("BillingCurrency");
        return new ArrayList<>(workspace
                .engine()
                .query(
                        "SELECT " + key + ", sum(amount) FROM (" + all + ") AS a GROUP BY " + key + " ORDER BY " + key,
                        PeriodBooks::line));
    }

    private static StatementLine line(Row row) {
        return new StatementLine(
                BillingMonth.parse(Objects.requireNonNull(row.text(0))),
                row.text(1),
                row.text(2),
                row.text(3),
                row.text(4),
                row.text(5),
                Objects.requireNonNull(row.text(6)),
                Objects.requireNonNull(row.decimal(7)));
    }
}
