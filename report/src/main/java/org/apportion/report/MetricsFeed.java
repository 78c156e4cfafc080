package org.apportion.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.Run;
import org.apportion.ledger.cursor.FeedCursor;
import org.apportion.ledger.cursor.FeedCursors;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a metrics server tells, from what runs have stored: a scrape computes nothing but the first after a run.
 * Takes no lease. Safe for many threads; those that need the lake take turns, {@link #isReady} and {@link #position} do not wait.
 *
 * <p>The hourly feed tells one hour per scrape to each reader by name. The hour is recorded as offered before the answer begins
 * and as served when it has left; the next scrape gets the same hour again if it was not. So no hour is lost, and one may come
 * twice with the same numbers.
 *
 * <p>All failures are {@link ApportionException}s: {@code REPORT_*}, or what ledger, lake and engine refuse.
 */
public final class MetricsFeed implements AutoCloseable {
    private static final String FEED = "hourly";

    private final Configuration configuration;
    private final Secret ledgerAddress;
    private final MetricsSettings settings;
    private final Ledger ledger;
    private @Nullable Stored stored;

    private MetricsFeed(Configuration configuration, Secret ledgerAddress, MetricsSettings settings) {
        this.configuration = configuration;
        this.ledgerAddress = ledgerAddress;
        this.settings = settings;
        this.ledger = Ledger.open(new LedgerSettings(ledgerAddress, settings.clock()));
    }

    /** @param ledgerAddress JDBC address with user and password */
    public static MetricsFeed open(Configuration configuration, Secret ledgerAddress, MetricsSettings settings) {
        return new MetricsFeed(configuration, ledgerAddress, settings);
    }

    /** What is known of one state of the ledger. */
    private static final class Stored implements AutoCloseable {
        private final List<String> state;
        private final ReportSession session;
        private @Nullable List<MetricFamily> totals;
        private @Nullable DayCharges days;
        private @Nullable List<LocalDate> charged;
        private @Nullable LocalDate read;
        private List<DayCharges.Item> items = List.of();
        private Map<Integer, List<List<String>>> identities = Map.of();
        private Map<Integer, List<List<String>>> keyOwners = Map.of();

        Stored(List<String> state, ReportSession session) {
            this.state = state;
            this.session = session;
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** True if the ledger answers, whatever the reason if it does not. Does not depend on scrapes. */
    public boolean isReady() {
        try {
            state();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Totals of the newest month and the health of Apportion. The same list as before while no run was committed since. */
    public synchronized List<MetricFamily> totals() {
        return reading(this::readTotals);
    }

    private List<MetricFamily> readTotals() {
        Stored now = stored();
        List<MetricFamily> known = now.totals;
        if (known == null) {
            List<BillingMonth> months = now.session.committedMonths();
            Optional<Run> newest = months.isEmpty()
                    ? Optional.empty()
                    : Optional.of(now.session.requireRun(months.get(months.size() - 1)));
            known = new ArrayList<>(new HealthMetrics(now.session).families(newest, settings.version()));
            if (newest.isPresent()) {
                known.addAll(new CostMetrics(now.session, newest.get(), settings.series()).families());
            }
            known = List.copyOf(known);
            now.totals = known;
        }
        return known;
    }

    /** The hour that this reader gets next, recorded as offered. */
    public synchronized HourPage next(String reader) {
        return reading(() -> page(offered(reader)));
    }

    private Optional<Instant> offered(String reader) {
        HourLine hours = hours();
        return ledger.inTransaction(transaction -> {
            FeedCursors cursors = new FeedCursors(transaction, FEED);
            Optional<FeedCursor> cursor = cursors.find(reader);
            Optional<Instant> next = cursor.isEmpty()
                    ? hours.first()
                    : cursor.get().isServed()
                            ? hours.after(cursor.get().hour())
                            : again(hours, cursor.get().hour());
            next.ifPresent(one -> cursors.offer(reader, one, settings.clock().instant()));
            return next;
        });
    }

    /** The hour whose answer was lost; a later one if its day has no charges any more. */
    private static Optional<Instant> again(HourLine hours, Instant hour) {
        return hours.has(hour) ? Optional.of(hour) : hours.after(hour);
    }

    /** The hour that this reader was offered last, or the first one; moves nothing. */
    public synchronized HourPage last(String reader) {
        Optional<Instant> hour = position(reader);
        return reading(() -> page(hour.isPresent() ? hour : hours().first()));
    }

    /** Any hour, moving nothing; without samples if it cannot be told (yet). */
    public synchronized HourPage at(Instant hour) {
        return reading(() -> page(Optional.of(hour)));
    }

    /** The answer with this hour has left: the reader's next scrape gets the hour after it. */
    public void served(String reader, Instant hour) {
        ledger.useTransaction(transaction -> new FeedCursors(transaction, FEED)
                .served(reader, hour, settings.clock().instant()));
    }

    /** The hour that this reader was offered last. */
    public Optional<Instant> position(String reader) {
        return ledger.read(transaction -> new FeedCursors(transaction, FEED).find(reader))
                .map(FeedCursor::hour);
    }

    private HourLine hours() {
        Stored now = stored();
        List<LocalDate> charged = now.charged;
        if (charged == null) {
            now.days = new DayCharges(now.session, settings.hourly());
            charged = now.days.days();
            now.charged = charged;
        }
        return new HourLine(charged, settings.hourly(), settings.clock().instant());
    }

    private HourPage page(Optional<Instant> hour) {
        HourLine hours = hours();
        Stored now = stored();
        DayCharges days = now.days;
        if (hour.isEmpty() || days == null || !hours.has(hour.get())) {
            return new HourPage(Optional.empty(), ChargebackHour.nothing());
        }
        LocalDate day = ChargebackHour.dayOf(hour.get());
        if (!day.equals(now.read)) {
            now.items = days.of(day);
            now.identities = days.seen("confluent_identity", day);
            now.keyOwners = days.seen("confluent_key_owner", day);
            now.read = day;
        }
        int number = hour.get().atZone(ZoneOffset.UTC).getHour();
        ChargebackHour page = new ChargebackHour(
                hour.get(),
                now.items,
                now.identities.getOrDefault(number, List.of()),
                now.keyOwners.getOrDefault(number, List.of()));
        return new HourPage(hour, page.families());
    }

    /** What failed is opened anew the next time: files that were expired meanwhile are not looked for again. */
    private <T> T reading(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            Stored known = stored;
            stored = null;
            try (known) {
                throw e;
            }
        }
    }

    /** Opens the lake anew when a run was committed or a month was closed since. */
    private Stored stored() {
        List<String> state = state();
        Stored known = stored;
        if (known != null && known.state.equals(state)) {
            return known;
        }
        Stored fresh = new Stored(state, ReportSession.open(configuration, ledgerAddress));
        stored = fresh;
        if (known != null) {
            known.close();
        }
        return fresh;
    }

    private List<String> state() {
        return ledger.read(transaction -> {
            List<String> state = new ArrayList<>(List.of(transaction.runs().standing()));
            new Periods(transaction).closed().forEach(period -> state.add("closed " + period.month()));
            return state;
        });
    }

    @Override
    public synchronized void close() {
        Stored known = stored;
        try (ledger) {
            if (known != null) {
                known.close();
            }
        }
    }
}
