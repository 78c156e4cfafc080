package org.apportion.lake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.ledger.NamedSnapshot;
import org.apportion.model.ApportionException;
import org.apportion.model.table.TableSchema;
import org.apportion.spi.Engine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the lake, from {@link Lake#write} to {@link #close}. What it wrote and did not name is taken back when it
 * is closed. Used by one thread.
 */
public final class LakeWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeWriter.class);

    private final Parts parts;
    private final Lease lease;
    private final StagingArea staging;
    private final Recovery recovery;

    /** Snapshots that this writer committed to each table, in order; named or not. */
    private final Map<String, List<Long>> committed = new HashMap<>();

    private final Set<String> touched = new TreeSet<>();

    private LakeWriter(Parts parts, Lease lease) {
        this.parts = parts;
        this.lease = lease;
        this.staging = new StagingArea(parts.engine, parts.catalog, parts.watch);
        this.recovery = new Recovery(parts.settings, parts.catalog, parts.ledger, parts.watch);
    }

    static LakeWriter open(Parts parts, Lease lease) {
        LakeWriter writer = new LakeWriter(parts, lease);
        try {
            writer.recovery.run(lease.mayHaveDebris());
            return writer;
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /**
     * Writes the rows of a query into a new file for one slice; the table does not have it yet. The query gives the columns
     * of the table in their order, sorted as {@link TableSchema#sort} says.
     *
     * @param partition a value for each partition column; every row must have exactly these
     * @throws ApportionException {@code LAKE_SLICE_MIXED} if a row has others; {@code ENGINE_…} if writing fails
     */
    public Staged stage(TableSchema schema, Map<String, String> partition, String select) {
        touched.add(schema.name());
        return staging.write(schema, partition, select);
    }

    /** A table expression over rows that were just staged, to prove them before they count. */
    public String relation(TableSchema schema, List<Staged> staged) {
        List<Path> files = staged.stream().flatMap(one -> one.paths().stream()).toList();
        return parts.engine.dialect().parquet(files, schema.columns());
    }

    /**
     * Removes whole slices of a table and adds staged rows, as one new snapshot on top of the current one. Not inside a ledger
     * transaction: the catalog writes the same database on a connection of its own and would wait for it.
     *
     * @param slices each names values of some or all partition columns; all rows with these values go
     * @param staged rows to add; each must lie in one of the slices
     * @throws ApportionException {@code LAKE_WRITE_FAILED}, {@code LAKE_CHANGED}; the table is then as before
     */
    public LakeCommit replace(TableSchema schema, List<Map<String, String>> slices, List<Staged> staged) {
        touched.add(schema.name());
        Table table = parts.catalog.findOrCreate(schema, parts.watch);
        LakeCommit commit = LakeFailures.translated(schema.name(), () -> {
            requireExpected(schema.name(), table.currentSnapshot());
            return new Replacement(table, schema, lease.token()).commit(slices, staged);
        });
        committed.computeIfAbsent(schema.name(), name -> new ArrayList<>()).add(commit.snapshotId());
        staging.forget(staged);
        parts.watch.reached(LakeStep.COMMITTED);
        return commit;
    }

    /**
     * Forgets names of snapshots and removes what then no named snapshot needs. Killed at any point, the next writer removes the
     * rest.
     *
     * @param expired none may be the current one of its table
     */
    public void expire(List<NamedSnapshot> expired) {
        parts.ledger.useTransaction(transaction -> {
            lease.require(transaction);
            expired.forEach(named -> transaction.snapshots().forget(named));
        });
        parts.watch.reached(LakeStep.FORGOTTEN);
        expired.stream().map(NamedSnapshot::table).distinct().sorted().forEach(recovery::recover);
    }

    /**
     * Gathers the lists of a table's files into as few as possible; the files themselves stay. Empty if there is nothing to
     * gather. The commit must be named like any other.
     *
     * @throws ApportionException {@code LAKE_WRITE_FAILED}, {@code LAKE_CHANGED}; the table is then as before
     */
    public Optional<LakeCommit> compact(TableSchema schema) {
        Table table = parts.catalog.find(schema.name()).orElse(null);
        if (table == null || table.currentSnapshot() == null) {
            return Optional.empty();
        }
        LakeCommit commit = LakeFailures.translated(schema.name(), () -> {
            requireExpected(schema.name(), table.currentSnapshot());
            return Manifests.gather(table);
        });
        if (commit.snapshotId() == Recovery.NO_SNAPSHOT) {
            return Optional.empty();
        }
        touched.add(schema.name());
        committed.computeIfAbsent(schema.name(), name -> new ArrayList<>()).add(commit.snapshotId());
        parts.watch.reached(LakeStep.COMMITTED);
        return Optional.of(commit);
    }

    /**
     * Makes commits count when the ledger's transaction is committed: all of them or none. Of several commits to one table name
     * the last.
     *
     * @param namedBy id of the run or delivery
     * @throws ApportionException {@code LEDGER_LEASE_LOST} if another writer took over meanwhile
     */
    public void name(LedgerTransaction transaction, List<LakeCommit> commits, String namedBy) {
        lease.require(transaction);
        for (LakeCommit commit : commits) {
            transaction.snapshots().name(commit.table(), commit.snapshotId(), namedBy);
        }
        parts.watch.reached(LakeStep.NAMED);
    }

    /**
     * Takes back what was not named and gives the lease to the next writer. If taking back fails, the next writer does it;
     * what was named counts in any case.
     */
    @Override
    public void close() {
        try (lease) {
            takeBackUnnamed();
            lease.markClean();
        } catch (RuntimeException e) {
            LOG.warn("What this writer did not name could not be cleared; the next writer will do it", e);
        }
    }

    private void takeBackUnnamed() {
        List<String> unnamed = touched.stream().filter(this::hasUnnamed).toList();
        if (!unnamed.isEmpty()) {
            parts.ledger.useTransaction(lease::require);
            unnamed.forEach(recovery::recover);
        }
    }

    private boolean hasUnnamed(String table) {
        Set<Long> named = parts.ledger.read(tx -> tx.snapshots().kept(table));
        return staging.hasLeftover(table)
                || !named.containsAll(committed.getOrDefault(table, List.of(Recovery.NO_SNAPSHOT)));
    }

    /** The table must stand where this writer left it, or else where the ledger says. */
    private void requireExpected(String table, @Nullable Snapshot current) {
        List<Long> own = committed.getOrDefault(table, List.of());
        OptionalLong named = parts.ledger.read(tx -> tx.snapshots().current(table));
        long expected = own.isEmpty() ? named.orElse(Recovery.NO_SNAPSHOT) : own.get(own.size() - 1);
        if (expected != (current == null ? Recovery.NO_SNAPSHOT : current.snapshotId())) {
            throw LakeFailures.changed(table, null);
        }
    }

    /** What a writer works with. */
    record Parts(LakeSettings settings, Ledger ledger, Engine engine, Catalog catalog, LakeStep.Watch watch) {}
}
