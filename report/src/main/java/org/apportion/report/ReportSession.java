package org.apportion.report;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.lake.FileFilter;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeSession;
import org.apportion.lake.LakeView;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.Run;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.Secret;

/** What all questions share: ledger, engine and lake, open for reading. Takes no lease and mends nothing. */
final class ReportSession implements AutoCloseable {
    private final Configuration configuration;
    private final LakeSession session;
    private final Ledger ledger;
    private final Engine engine;
    private final Lake lake;
    private final OwnedCharges owned;
    private final ClosedBooks books;
    private final Map<String, LakeView> byRun = new HashMap<>();

    private ReportSession(Configuration configuration, LakeSession session) {
        this.configuration = configuration;
        this.session = session;
        this.ledger = session.ledger();
        this.engine = session.engine();
        this.lake = session.lake();
        this.owned = OwnedCharges.load(engine, configuration.organization(), configuration.directory());
        this.books = new ClosedBooks(configuration, ledger, engine, owned);
    }

    static ReportSession open(Configuration configuration, Secret ledgerAddress) {
        LakeSession session = LakeSession.open(configuration, ledgerAddress, InstantSource.system());
        try {
            return new ReportSession(configuration, session);
        } catch (RuntimeException e) {
            try (session) {
                throw e;
            }
        }
    }

    Configuration configuration() {
        return configuration;
    }

    /** As it decides explanations of a month: a closed one has the units and owners of its closing. */
    Configuration configuration(BillingMonth month) {
        return books.configuration(month);
    }

    Ledger ledger() {
        return ledger;
    }

    Engine engine() {
        return engine;
    }

    Dialect dialect() {
        return engine.dialect();
    }

    LakeView current() {
        return lake.current();
    }

    /** The lake as the committed run read it, with the results it made; that never changes. */
    LakeView of(Run run) {
        return byRun.computeIfAbsent(run.id(), id -> {
            Map<String, Long> snapshots = new HashMap<>(run.start().inputs());
            ledger.read(transaction -> transaction.snapshots().namedBy(id))
                    .forEach(named -> snapshots.put(named.table(), named.snapshotId()));
            return lake.at(snapshots);
        });
    }

    OwnedCharges owned() {
        return owned;
    }

    /**
     * Select of the months' charges and corrections with group, owner and unit, in brackets. Owners of a closed month are those
     * of its closing, owners of an open one those of today.
     */
    String charges(LakeView view, Months months) {
        return "(" + books.charges(view, months) + ")";
    }

    ClosedBooks books() {
        return books;
    }

    static String relation(LakeView view, TableSchema table, Months months) {
        return view.relation(table, FileFilter.ALL.in("billing_month", months.texts()));
    }

    static String costRecords(LakeView view, BillingMonth month) {
        return view.relation(Tables.COST_RECORD, FileFilter.ALL.is("x_BillingMonth", month.toString()));
    }

    List<BillingMonth> committedMonths() {
        return ledger.read(transaction -> transaction.runs().committedMonths());
    }

    /** @throws ApportionException {@code REPORT_NO_RUN} */
    Run requireRun(BillingMonth month) {
        return ledger.read(transaction -> transaction.runs().latestCommitted(month))
                .orElseThrow(() -> noRun(month));
    }

    /** The committed run of the month before the given one. */
    Optional<Run> runBefore(Run run) {
        return ledger.read(transaction -> transaction.runs().committedBefore(run));
    }

    /** Months of the question that have no committed run; refuses if none has. */
    private List<String> withoutRun(Months months) {
        List<BillingMonth> committed = committedMonths();
        List<String> missing = months.all().stream()
                .filter(month -> !committed.contains(month))
                .map(BillingMonth::toString)
                .toList();
        if (missing.size() == months.all().size()) {
            throw noRun(months.first());
        }
        return missing;
    }

    /**
     * What a reader of the months' charges must know: months without a run, and runs of open months that published other owners
     * than those that are joined now.
     *
     * @throws ApportionException {@code REPORT_NO_RUN} if no month has a run
     */
    List<String> remarks(Months months) {
        List<String> remarks = new ArrayList<>();
        List<String> missing = withoutRun(months);
        missing.forEach(month -> remarks.add("No run of " + month + " is committed, so that month is missing here."));
        ConfigurationChanges changes = new ConfigurationChanges(configuration);
        List<String> otherOwners = months.all().stream()
                .filter(month -> !missing.contains(month.toString()))
                .filter(month -> books.closed(month).isEmpty())
                .map(this::requireRun)
                .filter(run -> !changes.ofOwners(run).isEmpty())
                .map(Run::id)
                .toList();
        if (!otherOwners.isEmpty()) {
            remarks.add(
                    "Owners are those of directory and organization as they are now, which have changed since run "
                            + String.join(", ", otherOwners)
                            + ". The files that it published have the owners of then; run the month again to bring both together.");
        }
        return remarks;
    }

    private ApportionException noRun(BillingMonth month) {
        List<BillingMonth> committed = committedMonths();
        String failed = ledger.read(transaction -> transaction.runs().latest(month))
                .map(run -> " Run " + run.id() + " is " + run.state().id()
                        + (run.errorCode() == null ? "" : " with " + run.errorCode()) + ".")
                .orElse("");
        String others = committed.isEmpty() ? "" : " Months with a run: " + lastOf(committed) + ".";
        return new ApportionException(
                ReportError.REPORT_NO_RUN,
                month.toString(),
                "this month has no committed run yet." + failed + others,
                "Run 'apportion run --month " + month + "'.");
    }

    private static String lastOf(List<BillingMonth> months) {
        int from = Math.max(0, months.size() - 12);
        return String.join(
                ", ",
                months.subList(from, months.size()).stream()
                        .map(BillingMonth::toString)
                        .toList());
    }

    @Override
    public void close() {
        session.close();
    }
}
