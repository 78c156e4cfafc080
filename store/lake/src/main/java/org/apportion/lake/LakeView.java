package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apportion.model.ApportionException;
import org.apportion.model.table.TableSchema;
import org.apportion.spi.Dialect;

/**
 * The lake as it stood when the ledger named certain snapshots. It never changes, whatever is written meanwhile, so that all
 * tables of one question fit together. Used by one thread.
 */
public final class LakeView {
    private final Catalog catalog;
    private final Dialect dialect;
    private final Map<String, Long> snapshots;
    private final Map<String, Table> loaded = new HashMap<>();

    LakeView(Catalog catalog, Dialect dialect, Map<String, Long> snapshots) {
        this.catalog = catalog;
        this.dialect = dialect;
        this.snapshots = Map.copyOf(snapshots);
    }

    /** Table to snapshot: what a run records as its inputs. A table that was never written is absent. */
    public Map<String, Long> snapshots() {
        return snapshots;
    }

    /** A table expression over the rows in the chosen files; with these columns and no rows if there is no file. */
    public String relation(TableSchema table, FileFilter filter) {
        return dialect.parquet(files(table, filter), table.columns());
    }

    /** A table expression over all rows. */
    public String relation(TableSchema table) {
        return relation(table, FileFilter.ALL);
    }

    /** The chosen files, sorted by path. */
    public List<Path> files(TableSchema table, FileFilter filter) {
        Long snapshot = snapshots.get(table.name());
        return snapshot == null
                ? List.of()
                : LakeFailures.translated(table.name(), () -> plan(table(table.name()), snapshot, filter));
    }

    /** The values of a partition column that have files, sorted. */
    public List<String> values(TableSchema table, String column) {
        Long snapshot = snapshots.get(table.name());
        int place = table.partition().indexOf(column);
        if (place < 0) {
            throw new IllegalArgumentException(table.name() + " is not partitioned by " + column);
        }
        if (snapshot == null) {
            return List.of();
        }
        Set<String> values = new TreeSet<>();
        LakeFailures.translated(table.name(), () -> {
            scan(
                    table(table.name()),
                    snapshot,
                    FileFilter.ALL,
                    file -> values.add(file.partition().get(place, String.class)));
            return values;
        });
        return List.copyOf(values);
    }

    private Table table(String name) {
        return loaded.computeIfAbsent(name, absent -> catalog.find(name).orElseThrow(() -> unknown(name)));
    }

    private static List<Path> plan(Table table, long snapshot, FileFilter filter) {
        List<Path> files = new ArrayList<>();
        scan(table, snapshot, filter, file -> files.add(LocalFiles.path(file.location())));
        files.sort(null);
        return files;
    }

    private static void scan(Table table, long snapshot, FileFilter filter, Consumer<DataFile> visitor) {
        if (table.snapshot(snapshot) == null) {
            throw unknown(table.name());
        }
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .useSnapshot(snapshot)
                .filter(filter.expression())
                .planFiles()) {
            tasks.forEach(task -> visitor.accept(task.file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApportionException unknown(String table) {
        return new ApportionException(
                LakeError.LAKE_DAMAGED,
                table,
                "the lake lacks a snapshot that the ledger names.",
                "Restore lake and ledger from the same backup.");
    }
}
