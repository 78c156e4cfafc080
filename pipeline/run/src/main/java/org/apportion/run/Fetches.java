package org.apportion.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.Holder;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.fetch.FetchRecord;
import org.apportion.ledger.fetch.FetchRecords;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.SourceDefinition;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchDefinition;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;

/**
 * Lets plugins bring files, one fetch after the other. A fetch is done by one process at a time: it holds a lease of the ledger
 * meanwhile.
 */
public final class Fetches implements AutoCloseable {
    private final List<FetchDefinition> definitions;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Duration patience;
    private final Progress progress;

    private Fetches(
            List<FetchDefinition> definitions,
            Ledger ledger,
            InstantSource clock,
            Duration patience,
            Progress progress) {
        this.definitions = definitions;
        this.ledger = ledger;
        this.clock = clock;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Opens the ledger, in which the leases are.
     *
     * @param patience how long to wait for another process that does the same fetch
     */
    public static Fetches open(
            List<FetchDefinition> definitions,
            Secret ledgerAddress,
            InstantSource clock,
            Duration patience,
            Progress progress) {
        Ledger ledger = Ledger.open(new LedgerSettings(ledgerAddress, clock));
        return new Fetches(List.copyOf(definitions), ledger, clock, patience, progress);
    }

    /** Opens each fetch with its plugin and closes it again: all mistakes in settings, in the order of the fetches. Calls no other system. */
    public static List<ApportionException> mistakes(List<FetchDefinition> definitions, InstantSource clock) {
        FetchPlugins plugins = new FetchPlugins(clock);
        return definitions.stream()
                .flatMap(definition -> plugins.mistakes(definition).stream())
                .toList();
    }

    /** What a run of a month needs: the month and the one before it, which providers restate after its end. */
    public FetchWindow forMonth(BillingMonth month) {
        return untilToday(month.plusMonths(-1).firstDay(), month.endDay());
    }

    /** This month and the one before it. */
    public FetchWindow usual() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new FetchWindow(today.withDayOfMonth(1).minusMonths(1), today.plusDays(1));
    }

    /** Days after today, in UTC, are left out unless nothing else is asked. */
    public FetchWindow untilToday(LocalDate from, LocalDate to) {
        LocalDate end = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
        return new FetchWindow(from, to.isAfter(end) && from.isBefore(end) ? end : to);
    }

    /**
     * The fetches that bring what the named sources read; all if none are named.
     *
     * @param sources ids; those that are not configured bring nothing
     */
    public Set<String> needed(List<SourceDefinition> configured, Set<String> sources) {
        Set<String> needed = new java.util.LinkedHashSet<>();
        for (FetchDefinition definition : definitions) {
            boolean read = configured.stream()
                    .filter(source -> sources.contains(source.id()))
                    .flatMap(source -> source.paths().stream())
                    .anyMatch(definition::brings);
            if (sources.isEmpty() || read) {
                needed.add(definition.id());
            }
        }
        return needed;
    }

    /**
     * Does the named fetches in the order of the configuration. One that fails does not keep the others from being done.
     *
     * @throws ApportionException {@code FETCH_UNKNOWN} before anything is fetched
     */
    public List<FetchResult> run(Set<String> ids, FetchWindow window) {
        requireKnown(ids);
        List<FetchResult> results = new ArrayList<>();
        for (FetchDefinition definition : definitions) {
            if (ids.contains(definition.id())) {
                results.add(result(definition, window));
            }
        }
        return results;
    }

    /** Ids of all fetches, in the order of the configuration. */
    public Set<String> all() {
        return needed(List.of(), Set.of());
    }

    private FetchResult result(FetchDefinition definition, FetchWindow window) {
        Optional<Fetched> fetched = Optional.empty();
        Optional<ApportionException> failure = Optional.empty();
        Instant begun = clock.instant();
        try {
            fetched = Optional.of(fetch(definition, window));
        } catch (ApportionException e) {
            failure = Optional.of(e);
        } catch (RuntimeException e) {
            failure = Optional.of(new ApportionException(
                    RunError.FETCH_FAILED,
                    definition.id(),
                    "the plugin " + definition.plugin() + " failed with "
                            + e.getClass().getSimpleName() + ".",
                    "Run it again with --verbose and report what it prints to whoever made the plugin.",
                    e));
        }
        record(definition.id(), begun, fetched);
        return new FetchResult(definition.id(), definition.plugin(), definition.folder(), window, fetched, failure);
    }

    /** For the health that is told of fetches. */
    private void record(String id, Instant begun, Optional<Fetched> fetched) {
        Instant now = clock.instant();
        ledger.useTransaction(transaction -> {
            FetchRecords records = new FetchRecords(transaction);
            if (fetched.isPresent()) {
                Duration duration = now.isBefore(begun) ? Duration.ZERO : Duration.between(begun, now);
                Fetched done = fetched.get();
                records.succeeded(
                        id, new FetchRecord.Success(now, duration, done.found(), done.brought(), done.bytes()));
            } else {
                records.failed(id, now);
            }
        });
    }

    private Fetched fetch(FetchDefinition definition, FetchWindow window) {
        FetchPlugins.provider(definition);
        try (Lease lease = ledger.leases().acquire("fetch " + definition.id(), patience, Holder.current(), progress);
                RemoteSource source = new FetchPlugins(clock).open(definition)) {
            Files.createDirectories(definition.folder());
            progress.start("Fetching " + definition.id(), 0, "bytes");
            Fetched fetched = source.fetch(window, progress);
            progress.finish(fetched.brought() + " of " + fetched.found() + " new or changed");
            lease.markClean();
            return fetched;
        } catch (IOException e) {
            throw new ApportionException(
                    RunError.FETCH_FOLDER,
                    definition.folder().toString(),
                    "the folder of the fetch " + definition.id() + " cannot be made.",
                    "Check the permissions of the data folder and that the disk has space.",
                    e);
        }
    }

    private void requireKnown(Set<String> ids) {
        List<String> known = definitions.stream().map(FetchDefinition::id).toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new ApportionException(
                        RunError.FETCH_UNKNOWN,
                        id,
                        "There is no such fetch; configured are " + known + ".",
                        "Name one of these.");
            }
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
