package org.apportion.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.Staged;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.ledger.period.Reconciled;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/**
 * Brings closed months up to date in the open month that is being run. Each closed month has one month in which its differences
 * are booked: the first later one that is open and has records, or lost them and holds corrections. A month whose inputs are those
 * up to which it is reconciled is not calculated again; what this month holds for it stays.
 */
final class CorrectionStep {
    private final Workspace workspace;
    private final BillingMonth month;
    private final LakeView view;
    private final MonthRun.RunSettings settings;
    private final Progress progress;
    private final Engine engine;
    private final Dialect dialect;

    CorrectionStep(
            Workspace workspace, BillingMonth month, LakeView view, MonthRun.RunSettings settings, Progress progress) {
        this.workspace = workspace;
        this.month = month;
        this.view = view;
        this.settings = settings;
        this.progress = progress;
        this.engine = workspace.engine();
        this.dialect = engine.dialect();
    }

    Corrections find(LakeWriter writer) {
        Corrections found = new Corrections(workspace.configuration().organization());
        List<Period> closed = workspace.ledger().read(transaction -> new Periods(transaction).closed());
        for (Period period : closed) {
            if (period.month().compareTo(month) < 0) {
                add(period, closed, writer, found);
                if (found.sums().containsKey(period.month())) {
                    found.withFormer(workspace
                            .ledger()
                            .read(transaction -> new Periods(transaction).organization(period.month())));
                }
            }
        }
        return found;
    }

    private void add(Period period, List<Period> closed, LakeWriter writer, Corrections found) {
        BillingMonth origin = period.month();
        Reconciled last = workspace
                .ledger()
                .read(transaction -> new Periods(transaction).reconciled(origin))
                .orElseThrow();
        if (isBookedHere(origin, closed)) {
            InputsState now = InputsState.of(view, engine, workspace.configuration(), origin, last.inputs());
            if (!now.text().equals(last.inputs())) {
                String task = "correct " + origin;
                progress.start(task, 0, "charges");
                Reconciled others = workspace
                        .ledger()
                        .read(transaction -> new Periods(transaction).reconciledWithout(origin, month))
                        .orElseThrow();
                ChangesSince changes = ChangesSince.of(workspace, origin, view, others, now, settings.codeVersion());
                new MonthCorrection(workspace, period, month, view, new OneTask(progress, task))
                        .find(changes, EarlierSplit.ofClosed(workspace, period, settings), writer, found);
                found.reconciled().put(origin, now.text());
                progress.finish((found.sums().containsKey(origin) ? "differences found" : "no difference in charges")
                        + ". " + found.splits().get(origin));
                return;
            }
        }
        keep(origin, writer, found);
    }

    /** True if no month between would book them. */
    private boolean isBookedHere(BillingMonth origin, List<Period> closed) {
        return booksFor(view, origin, closed).filter(month::equals).isPresent();
    }

    /** The first open month after the given one that has records, or lost them and holds corrections. */
    static Optional<BillingMonth> booksFor(LakeView view, BillingMonth origin, List<Period> closed) {
        List<BillingMonth> shut = closed.stream().map(Period::month).toList();
        Set<String> months = new TreeSet<>(view.values(Tables.COST_RECORD, "x_BillingMonth"));
        months.addAll(view.values(Tables.CORRECTION, "billing_month"));
        return months.stream()
                .map(BillingMonth::parse)
                .filter(later -> later.compareTo(origin) > 0 && !shut.contains(later))
                .findFirst();
    }

    /** A closed month is one task, whose progress is that of its split. */
    private record OneTask(Progress progress, String task) implements Progress {
        @Override
        public void start(String part, long total, String unit) {
            if (total > 0) {
                progress.start(task, total, unit);
            }
        }

        @Override
        public void advanceTo(long done) {
            progress.advanceTo(done);
        }

        @Override
        public void finish(String summary) {}
    }

    private void keep(BillingMonth origin, LakeWriter writer, Corrections found) {
        found.priceLines().addAll(keptLines(origin));
        if (view.files(Tables.CORRECTION, FileFilter.ALL.is("billing_month", month.toString()))
                .isEmpty()) {
            return;
        }
        String booked = current(Tables.CORRECTION);
        String rows = "SELECT * FROM " + booked + " AS c WHERE origin_month = " + dialect.text(origin.toString());
        Staged kept = writer.stage(
                Tables.CORRECTION,
                Map.of("billing_month", month.toString()),
                rows + " ORDER BY " + String.join(", ", Tables.CORRECTION.sort()));
        if (kept.rows() == 0) {
            return;
        }
        found.rows().add(kept);
        String groups = "SELECT * FROM " + current(Tables.RECORD_GROUP)
                + " AS g WHERE record_group IN (SELECT record_group FROM (" + rows + ") AS r)";
        found.groups()
                .add(writer.stage(
                        Tables.RECORD_GROUP,
                        Map.of("billing_month", month.toString()),
                        groups + " ORDER BY record_group"));
        String tags = "correction_tag_" + origin.toString().replace('-', '_');
        engine.execute(dialect.createTable(
                tags,
                "SELECT * FROM " + current(Tables.RESOLVED_TAG) + " AS t WHERE tag_context IN (SELECT "
                        + dialect.name("x_TagContext") + " FROM (" + groups + ") AS g)"));
        found.tags().add(tags);
        Map<String, BigDecimal> sums = new TreeMap<>();
        engine.forEach(
                "SELECT g." + dialect.name("BillingCurrency") + ", sum(r.amount) FROM (" + rows + ") AS r JOIN ("
                        + groups + ") AS g ON g.record_group = r.record_group GROUP BY 1",
                row -> sums.put(Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.decimal(1))));
        found.sums().put(origin, sums);
    }

    private List<Object[]> keptLines(BillingMonth origin) {
        return PriceCorrections.rows(
                engine,
                "SELECT * FROM " + current(Tables.PRICE_LINE) + " AS l WHERE " + PriceCorrections.of(dialect, origin)
                        + " ORDER BY line");
    }

    /** Rows that the month holds until now. */
    private String current(TableSchema table) {
        return view.relation(table, FileFilter.ALL.is("billing_month", month.toString()));
    }
}
