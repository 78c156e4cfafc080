package org.apportion.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.Staged;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.publish.journal.IssuedFiles;
import org.apportion.publish.journal.UploadJournal;
import org.apportion.spi.Dialect;

/** Whether a month may be opened again, and what other months hold for it. */
final class Reopening {
    private final Workspace workspace;
    private final BillingMonth month;
    private final LakeWriter writer;
    private final LakeView view;
    private final Dialect dialect;
    private final List<BillingMonth> holders;

    Reopening(Workspace workspace, BillingMonth month, LakeWriter writer) {
        this.workspace = workspace;
        this.month = month;
        this.writer = writer;
        this.view = workspace.lake().current();
        this.dialect = workspace.engine().dialect();
        this.holders = findHolders();
    }

    /** Months that hold corrections of this one, in order. */
    List<BillingMonth> holders() {
        return holders;
    }

    void requireNotIssued(List<Period> closed, Set<String> withdrawn) {
        List<BillingMonth> shut = closed.stream().map(Period::month).toList();
        List<BillingMonth> built = holders.stream().filter(shut::contains).toList();
        if (!built.isEmpty()) {
            throw issued(
                    "Closed months hold corrections of it: " + built + ".",
                    "Leave it closed: further differences become corrections too.");
        }
        List<String> issued = workspace.ledger().read(this::issued).stream()
                .filter(output -> !withdrawn.contains(output))
                .toList();
        if (!issued.isEmpty()) {
            throw issued(
                    "Files of it went out to other systems: " + String.join(", ", issued) + ".",
                    "Leave it closed, so that differences become corrections; or have them withdrawn where they were booked"
                            + " and say so with --withdrawn.");
        }
    }

    /** Ids of outputs: frozen at the closing, written down when they were published, or sent by an upload, perhaps without an answer. */
    private Set<String> issued(LedgerTransaction transaction) {
        Set<String> issued = new TreeSet<>(new IssuedFiles(transaction).ofMonth(month));
        new Periods(transaction)
                .documentNames(month).stream()
                        .filter(name -> name.startsWith(PeriodBooks.ISSUED))
                        .forEach(name -> issued.add(name.substring(PeriodBooks.ISSUED.length())));
        new UploadJournal(transaction).ofMonth(month).forEach(attempt -> issued.add(attempt.output()));
        return issued;
    }

    /** Writes the holder's corrections and price lines without those of this month. */
    List<LakeCommit> takeOut(BillingMonth holder) {
        List<LakeCommit> commits = new ArrayList<>();
        commits.add(without(holder, Tables.CORRECTION, "origin_month <> " + dialect.text(month.toString())));
        commits.add(without(holder, Tables.PRICE_LINE, "NOT (" + PriceCorrections.of(dialect, month) + ")"));
        return commits;
    }

    private LakeCommit without(BillingMonth holder, TableSchema table, String kept) {
        Map<String, String> slice = Map.of("billing_month", holder.toString());
        Staged staged = writer.stage(
                table,
                slice,
                "SELECT * FROM " + view.relation(table, FileFilter.ALL.is("billing_month", holder.toString()))
                        + " AS t WHERE " + kept + " ORDER BY " + String.join(", ", table.sort()));
        return writer.replace(table, List.of(slice), List.of(staged));
    }

    private List<BillingMonth> findHolders() {
        TreeSet<BillingMonth> found = new TreeSet<>();
        add(found, Tables.CORRECTION, "origin_month = " + dialect.text(month.toString()));
        add(found, Tables.PRICE_LINE, PriceCorrections.of(dialect, month));
        return List.copyOf(found);
    }

    private void add(Set<BillingMonth> found, TableSchema table, String condition) {
        workspace
                .engine()
                .forEach(
                        "SELECT DISTINCT billing_month FROM " + view.relation(table) + " AS t WHERE " + condition,
                        row -> found.add(BillingMonth.parse(Objects.requireNonNull(row.text(0)))));
    }

    private ApportionException issued(String problem, String nextStep) {
        return new ApportionException(RunError.PERIOD_ISSUED, month.toString(), problem, nextStep);
    }
}
