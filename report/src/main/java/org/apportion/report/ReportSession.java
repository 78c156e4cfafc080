package org.apportion.report;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apportion.lake.FileFilter;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeSettings;
import org.apportion.lake.LakeView;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunState;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.apportion.spi.Secret;

/** What all questions share: ledger, engine and lake, open for reading. Takes no lease and mends nothing. */
final class ReportSession implements AutoCloseable {
    private static final int MANY_RUNS = 10_000;

    private final Configuration configuration;
    private final Ledger ledger;
    private final Engine engine;
    private final Lake lake;
    private final OwnedCharges owned;
    private final ClosedBooks books;
    private final Map<String, LakeView> byRun = new HashMap<>();

    private ReportSession(Configuration configuration, Ledger ledger, Engine engine, Lake lake) {
        this.configuration = configuration;
        this.ledger = ledger;
        this.engine = engine;
        this.lake = lake;
        this.owned = OwnedCharges.load(engine, configuration.organization(), configuration.directory());
        this.books = new ClosedBooks(configuration, ledger, engine, owned);
    }

    static ReportSession open(Configuration configuration, Secret ledgerAddress) {
        EngineProvider provider = provider(configuration);
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Ledger ledger = Ledger.open(new LedgerSettings(ledgerAddress, InstantSource.system()));
            opened.add(0, ledger);
            Engine engine = provider.open(configuration.engine());
            opened.add(0, engine);
            Lake lake = Lake.open(LakeSettings.of(configuration.data().resolve("lake")), ledger, engine);
            opened.add(0, lake);
            return new ReportSession(configuration, ledger, engine, lake);
        } catch (RuntimeException e) {
            opened.forEach(part -> closeAfter(part, e));
            throw e;
        }
    }

    private static void closeAfter(AutoCloseable part, RuntimeException failure) {
        try {
            part.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    Configuration configuration() {
        return configuration;
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
        return ledger.read(transaction -> transaction.runs().latest(MANY_RUNS)).stream()
                .filter(other -> other.state() == RunState.COMMITTED
                        && other.start().month().equals(run.start().month())
                        && number(other) < number(run))
                .max(Comparator.comparingInt(ReportSession::number));
    }

    private static int number(Run run) {
        return Integer.parseInt(run.id().substring(run.id().lastIndexOf('-') + 1));
    }

    /** Months of the question that have no committed run; refuses if none has. */
    List<String> withoutRun(Months months) {
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

    private ApportionException noRun(BillingMonth month) {
        List<BillingMonth> committed = committedMonths();
        List<Run> tried = ledger.read(transaction -> transaction.runs().latest(MANY_RUNS)).stream()
                .filter(run -> run.start().month().equals(month))
                .toList();
        String failed = tried.isEmpty()
                ? ""
                : " Run " + tried.get(0).id() + " is " + tried.get(0).state().id()
                        + (tried.get(0).errorCode() == null
                                ? ""
                                : " with " + tried.get(0).errorCode()) + ".";
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
        lake.close();
        engine.close();
        ledger.close();
    }

    private static EngineProvider provider(Configuration configuration) {
        List<String> names = new ArrayList<>();
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.name().equals(configuration.engine().name())) {
                return provider;
            }
            names.add(provider.name());
        }
        throw new ApportionException(
                ReportError.REPORT_ENGINE_UNKNOWN,
                "engine.name",
                "there is no engine '" + configuration.engine().name() + "'; installed are " + names + ".",
                "Choose one of these, or put the engine's jar into plugins/.");
    }
}
