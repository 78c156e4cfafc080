package org.apportion.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.cursor.FeedCursor;
import org.apportion.ledger.cursor.FeedCursors;
import org.apportion.ledger.cursor.ToldHours;
import org.apportion.ledger.fetch.FetchRecords;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a metrics server tells, from what runs have stored: a scrape computes nothing but the first after a run.
 * Takes no lease. Safe for many threads: totals and hours each are read by one thread at a time and do not wait for each other;
 * {@link #isReady} and {@link #position} wait for nobody.
 *
 * <p>The hourly feed tells one hour per scrape to each reader by name. The hour is recorded as offered before the answer begins
 * and as served when it has left; the next scrape gets the same hour again if it was not. A reader that says which hour it has
 * ({@link #after}) loses none, whatever happens on the way; one may come twice.
 *
 * <p>All failures are {@link ApportionException}s: {@code REPORT_*}, or what ledger, lake and engine refuse.
 */
public final class MetricsFeed implements AutoCloseable {
    private static final String FEED = "hourly";
    /** Readers that did not read for so long, and fetches that were not tried, are of no interest any more. */
    private static final Duration FORGOTTEN = Duration.ofDays(35);

    private final Configuration configuration;
    private final Secret ledgerAddress;
    private final MetricsSettings settings;
    private final Ledger ledger;
    private final Opened totals = new Opened();
    private final Opened hours = new Opened();

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

    /** True if the ledger answers, whatever the reason if it does not. Does not depend on scrapes. */
    public boolean isReady() {
        try {
            state();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /**
     * Totals of the newest month and the health of Apportion: of runs, fetches, and of hours that have changed since they were
     * told. The same list as before while nothing of this is another.
     */
    public List<MetricFamily> totals() {
        Instant since = settings.clock().instant().minus(FORGOTTEN);
        return totals.reading(state -> state.totals(ledger.read(transaction -> new FeedState.Live(
                new ToldHours(transaction, FEED).of(since, firstCompared()),
                new FetchRecords(transaction).since(since)))));
    }

    private Instant firstCompared() {
        return settings.clock().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(ComparedDays.DAYS));
    }

    /** The hour that this reader gets next, recorded as offered. */
    public HourPage next(String reader) {
        return hours.reading(state -> {
            Optional<FeedCursor> cursor = ledger.read(transaction -> new FeedCursors(transaction, FEED).find(reader));
            Optional<Instant> next = next(state.hours(), cursor);
            next.ifPresent(hour -> offer(
                    reader, hour, state, cursor.isPresent() && !cursor.get().isServed()));
            return state.page(next);
        });
    }

    private static Optional<Instant> next(HourLine line, Optional<FeedCursor> cursor) {
        return cursor.isEmpty()
                ? line.first()
                : cursor.get().isServed()
                        ? line.after(cursor.get().hour())
                        : again(line, cursor.get().hour());
    }

    /**
     * Remembers what is told before it is. If that is not known to have arrived and is told again, it may have arrived all the same,
     * and the first value stays with who keeps it: then what was told first is remembered.
     */
    private void offer(String reader, Instant hour, FeedState state, boolean isAgain) {
        String digest = state.digest(hour);
        ledger.useTransaction(transaction -> {
            new FeedCursors(transaction, FEED)
                    .offer(reader, hour, settings.clock().instant());
            ToldHours told = new ToldHours(transaction, FEED);
            if (isAgain) {
                told.recordOnce(reader, hour, digest);
            } else {
                told.record(reader, hour, digest);
            }
            if (hour.equals(hour.truncatedTo(ChronoUnit.DAYS))) {
                told.forget(firstCompared());
            }
        });
    }

    /** The hour whose answer was lost; a later one if its day has no charges any more. */
    private static Optional<Instant> again(HourLine line, Instant hour) {
        return line.has(hour) ? Optional.of(hour) : line.after(hour);
    }

    /**
     * The hour after one that this reader has, recorded as offered. The same question has the same answer; an earlier hour sets
     * the reader back.
     */
    public HourPage after(String reader, Instant hour) {
        return hours.reading(state -> {
            Optional<Instant> next = state.hours().after(hour);
            next.ifPresent(one -> offer(reader, one, state, false));
            return state.page(next);
        });
    }

    /** The hour that this reader was offered last, or the first one; moves nothing. */
    public HourPage last(String reader) {
        Optional<Instant> hour = position(reader);
        return hours.reading(
                state -> state.page(hour.isPresent() ? hour : state.hours().first()));
    }

    /** Any hour, moving nothing; without samples if it cannot be told (yet). */
    public HourPage at(Instant hour) {
        return hours.reading(state -> state.page(Optional.of(hour)));
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

    private List<String> state() {
        return ledger.read(transaction -> {
            List<String> state = new ArrayList<>(List.of(transaction.runs().standing()));
            new Periods(transaction).closed().forEach(period -> state.add("closed " + period.month()));
            return state;
        });
    }

    @Override
    public void close() {
        try (ledger;
                totals) {
            hours.close();
        }
    }

    /** The lake as one kind of page reads it, by one thread at a time. */
    private final class Opened implements AutoCloseable {
        private final ComparedDays compared = new ComparedDays();
        private @Nullable FeedState known;
        private List<String> state = List.of();

        /** What failed is opened anew the next time: files that were expired meanwhile are not looked for again. */
        synchronized <T> T reading(Function<FeedState, T> answer) {
            try {
                return answer.apply(current());
            } catch (RuntimeException e) {
                FeedState failed = known;
                known = null;
                try (failed) {
                    throw e;
                }
            }
        }

        /** Opens the lake anew when a run was committed or a month was closed since. */
        private FeedState current() {
            List<String> now = state();
            FeedState old = known;
            if (old != null && state.equals(now)) {
                return old;
            }
            FeedState fresh = new FeedState(ReportSession.open(configuration, ledgerAddress), settings, compared);
            known = fresh;
            state = now;
            if (old != null) {
                old.close();
            }
            return fresh;
        }

        @Override
        public synchronized void close() {
            FeedState old = known;
            if (old != null) {
                old.close();
            }
        }
    }
}
