package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apportion.ledger.Ledger;
import org.apportion.model.ApportionException;
import org.apportion.model.table.TableSchema;

/**
 * Brings tables back to what the ledger names: the current snapshot is the one named last, other unnamed ones are forgotten, and
 * files that no kept snapshot reaches are deleted. Doing it again, or after it was itself killed, gives the same. Runs only
 * under the writer's lease.
 */
final class Recovery {
    static final long NO_SNAPSHOT = -1;
    static final String DATA = "data";
    private static final String METADATA = "metadata";

    private final LakeSettings settings;
    private final Catalog catalog;
    private final Ledger ledger;
    private final LakeStep.Watch watch;

    Recovery(LakeSettings settings, Catalog catalog, Ledger ledger, LakeStep.Watch watch) {
        this.settings = settings;
        this.catalog = catalog;
        this.ledger = ledger;
        this.watch = watch;
    }

    /**
     * @param debris whether files may lie around; if not, only tables that stand elsewhere than the ledger says are mended, as
     *     after one of the two was restored from a backup
     */
    void run(boolean debris) {
        Set<String> tables = new TreeSet<>(catalog.tableNames());
        if (debris) {
            settings.tables().stream().map(TableSchema::name).forEach(tables::add);
        }
        for (String table : tables) {
            if (debris || !standsAsNamed(table)) {
                recover(table);
            }
        }
    }

    void recover(String name) {
        OptionalLong named = ledger.read(transaction -> transaction.snapshots().current(name));
        LakeFailures.translated(name, () -> {
            if (named.isEmpty()) {
                forget(name);
            } else {
                rollBack(name, named.getAsLong());
            }
            watch.reached(LakeStep.RECOVERED);
            return name;
        });
    }

    private boolean standsAsNamed(String name) {
        OptionalLong named = ledger.read(transaction -> transaction.snapshots().current(name));
        Optional<Snapshot> current = catalog.find(name).map(Table::currentSnapshot);
        return named.isPresent() && current.isPresent() && current.get().snapshotId() == named.getAsLong();
    }

    private void forget(String name) {
        catalog.drop(name);
        watch.reached(LakeStep.TABLE_DROPPED);
        deleteFiles(catalog.tableFolder(name), Set.of());
    }

    private void rollBack(String name, long named) {
        Set<Long> kept = ledger.read(transaction -> transaction.snapshots().kept(name));
        Table table = catalog.find(name).orElseThrow(() -> lacking(name));
        if (!snapshotIds(table).containsAll(kept)) {
            throw lacking(name);
        }
        if (table.currentSnapshot().snapshotId() != named) {
            table.manageSnapshots().setCurrentSnapshot(named).commit();
        }
        watch.reached(LakeStep.ROLLED_BACK);
        forgetUnnamed(table, kept);
        watch.reached(LakeStep.SNAPSHOTS_REMOVED);
        deleteFiles(catalog.tableFolder(name), ReachableFiles.of(table));
    }

    private static void forgetUnnamed(Table table, Set<Long> kept) {
        Set<Long> unnamed = snapshotIds(table);
        unnamed.removeAll(kept);
        if (!unnamed.isEmpty()) {
            ExpireSnapshots expire = table.expireSnapshots().cleanExpiredFiles(false);
            unnamed.forEach(expire::expireSnapshotId);
            expire.commit();
            table.refresh();
        }
    }

    private static Set<Long> snapshotIds(Table table) {
        Set<Long> ids = new TreeSet<>();
        table.snapshots().forEach(snapshot -> ids.add(snapshot.snapshotId()));
        return ids;
    }

    /** Deletes inside the two folders that Iceberg uses, never beside them. */
    private void deleteFiles(Path tableFolder, Set<Path> except) {
        for (String inside : List.of(DATA, METADATA)) {
            Path folder = tableFolder.resolve(inside);
            if (Files.isDirectory(folder)) {
                deleteIn(folder, except);
            }
        }
        deleteIfEmpty(tableFolder);
    }

    private void deleteIn(Path folder, Set<Path> except) {
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder)) {
            found = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path path : found) {
            if (Files.isDirectory(path)) {
                deleteIfEmpty(path);
            } else if (!except.contains(path)) {
                deleteFile(path);
            }
        }
    }

    private void deleteFile(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watch.reached(LakeStep.FILE_DELETED);
    }

    private static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Holds files that count, so it stays.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApportionException lacking(String table) {
        return new ApportionException(
                LakeError.LAKE_DAMAGED,
                table,
                "the lake lacks a snapshot that the ledger names.",
                "Restore lake and ledger from the same backup; nothing was deleted.");
    }
}
