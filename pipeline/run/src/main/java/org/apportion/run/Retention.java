package org.apportion.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeWriter;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.ledger.NamedSnapshot;
import org.apportion.ledger.Run;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;

/**
 * Keeps the lake small: forgets snapshots that nobody needs any more, and gathers lists of files.
 *
 * <p>Always kept are the current snapshot of each table, what each closed month was closed with, what corrections are compared
 * with, and what the newest runs of each month read and wrote. Records of runs are never removed.
 */
public final class Retention {
    /** A summary compares a run with the one before it, so fewer cannot be kept. */
    public static final int FEWEST_RUNS = 2;

    private final Workspace workspace;
    private final Duration patience;

    public Retention(Workspace workspace, Duration patience) {
        this.workspace = workspace;
        this.patience = patience;
    }

    /**
     * What is, or would be, removed.
     *
     * @param tables per table: snapshots forgotten and kept, data files and bytes set free
     */
    public record Expiry(List<OfTable> tables, boolean done) {
        public Expiry {
            tables = List.copyOf(tables);
        }
    }

    /** Of one table. */
    public record OfTable(String table, int forgotten, int kept, int files, long bytes) {}

    /**
     * Forgets snapshots that are not needed, and removes the files that only these had.
     *
     * @param runsPerMonth how many of the newest committed runs of each month stay as they were, at least {@link #FEWEST_RUNS}
     * @param dryRun only tell
     */
    public Expiry expire(int runsPerMonth, boolean dryRun) {
        if (runsPerMonth < FEWEST_RUNS) {
            throw new IllegalArgumentException("at least " + FEWEST_RUNS + " runs of each month are kept");
        }
        if (dryRun) {
            return report(expired(runsPerMonth), false);
        }
        try (LakeWriter writer = workspace.lake().write(patience)) {
            List<NamedSnapshot> expired = expired(runsPerMonth);
            Expiry report = report(expired, true);
            if (!expired.isEmpty()) {
                writer.expire(expired);
            }
            return report;
        }
    }

    /** Gathers lists of files; answers the tables in which there was something to gather. */
    public List<String> compact() {
        try (LakeWriter writer = workspace.lake().write(patience)) {
            List<LakeCommit> commits = new ArrayList<>();
            for (TableSchema table : Tables.ALL) {
                writer.compact(table).ifPresent(commits::add);
            }
            if (!commits.isEmpty()) {
                workspace.ledger().useTransaction(transaction -> writer.name(transaction, commits, "compact"));
            }
            return commits.stream().map(LakeCommit::table).toList();
        }
    }

    private List<NamedSnapshot> expired(int runsPerMonth) {
        return workspace.ledger().read(transaction -> {
            Set<String> needed = needed(transaction, runsPerMonth);
            return transaction.snapshots().all().stream()
                    .filter(named -> !needed.contains(key(named.table(), named.snapshotId())))
                    .toList();
        });
    }

    private static Set<String> needed(LedgerTransaction transaction, int runsPerMonth) {
        Set<String> needed = new HashSet<>();
        add(needed, transaction.snapshots().current());
        Periods periods = new Periods(transaction);
        Set<String> runs = new HashSet<>(periods.reconcilingRuns());
        for (Period period : periods.closed()) {
            runs.add(period.run());
            add(needed, periods.snapshots(period.month()));
            add(needed, periods.read(period.month()));
        }
        Collection<List<String>> byMonth = transaction.runs().committedIds().values();
        runs.retainAll(byMonth.stream().flatMap(List::stream).toList());
        byMonth.forEach(newestFirst -> runs.addAll(newestFirst.subList(0, Math.min(runsPerMonth, newestFirst.size()))));
        for (String id : runs) {
            Run run = transaction.runs().find(id).orElseThrow();
            add(needed, PeriodBooks.snapshotsAfter(transaction, run));
            add(needed, run.start().inputs());
        }
        return needed;
    }

    private static void add(Set<String> needed, Map<String, Long> snapshots) {
        snapshots.forEach((table, snapshot) -> needed.add(key(table, snapshot)));
    }

    private static String key(String table, long snapshot) {
        return table + " " + snapshot;
    }

    private Expiry report(List<NamedSnapshot> expired, boolean done) {
        List<OfTable> tables = new ArrayList<>();
        List<NamedSnapshot> all =
                workspace.ledger().read(transaction -> transaction.snapshots().all());
        for (TableSchema table : Tables.ALL) {
            List<NamedSnapshot> going = expired.stream()
                    .filter(named -> named.table().equals(table.name()))
                    .toList();
            if (!going.isEmpty()) {
                List<NamedSnapshot> staying = all.stream()
                        .filter(named -> named.table().equals(table.name()) && !going.contains(named))
                        .toList();
                Set<Path> freed = files(table, going);
                freed.removeAll(files(table, staying));
                tables.add(new OfTable(table.name(), going.size(), staying.size(), freed.size(), bytes(freed)));
            }
        }
        return new Expiry(tables, done);
    }

    private Set<Path> files(TableSchema table, List<NamedSnapshot> snapshots) {
        Set<Path> files = new TreeSet<>();
        for (NamedSnapshot named : snapshots) {
            files.addAll(workspace
                    .lake()
                    .at(Map.of(table.name(), named.snapshotId()))
                    .files(table, FileFilter.ALL));
        }
        return files;
    }

    private static long bytes(Set<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return bytes;
    }
}
