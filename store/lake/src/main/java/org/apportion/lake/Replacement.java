package org.apportion.lake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apportion.model.table.TableSchema;
import org.apportion.spi.WrittenFile;
import org.jspecify.annotations.Nullable;

/** One commit: whole slices out, staged files in. */
final class Replacement {
    private static final String TOKEN = "apportion.lease-token";

    private final Table table;
    private final TableSchema schema;
    private final long token;

    Replacement(Table table, TableSchema schema, long token) {
        this.table = table;
        this.schema = schema;
        this.token = token;
    }

    LakeCommit commit(List<Map<String, String>> slices, List<Staged> staged) {
        staged.forEach(one -> requireInside(slices, one));
        Snapshot base = table.currentSnapshot();
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(anyOf(slices))
                .conflictDetectionFilter(Expressions.alwaysTrue())
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .set(TOKEN, Long.toString(token));
        if (base != null) {
            overwrite.validateFromSnapshot(base.snapshotId());
        }
        for (Staged one : staged) {
            one.file().ifPresent(file -> overwrite.addFile(dataFile(one, file)));
        }
        overwrite.commit();
        return result(base);
    }

    private LakeCommit result(@Nullable Snapshot base) {
        table.refresh();
        Snapshot snapshot = table.currentSnapshot();
        Long expectedParent = base == null ? null : base.snapshotId();
        if (!Objects.equals(expectedParent, snapshot.parentId())) {
            throw LakeFailures.changed(schema.name(), null);
        }
        return new LakeCommit(
                schema.name(),
                snapshot.snapshotId(),
                count(snapshot, "added-records"),
                count(snapshot, "deleted-records"));
    }

    private static long count(Snapshot snapshot, String key) {
        return Long.parseLong(snapshot.summary().getOrDefault(key, "0"));
    }

    private void requireInside(List<Map<String, String>> slices, Staged staged) {
        if (!staged.table().equals(schema.name())) {
            throw new IllegalArgumentException("rows of " + staged.table() + " cannot go into " + schema.name());
        }
        boolean inside =
                slices.stream().anyMatch(slice -> staged.partition().entrySet().containsAll(slice.entrySet()));
        if (!inside) {
            throw new IllegalArgumentException(staged.partition() + " is in none of the replaced slices " + slices);
        }
    }

    private Expression anyOf(List<Map<String, String>> slices) {
        Expression any = Expressions.alwaysFalse();
        for (Map<String, String> slice : slices) {
            if (slice.isEmpty() || !Set.copyOf(schema.partition()).containsAll(slice.keySet())) {
                throw new IllegalArgumentException(
                        "a slice of " + schema.name() + " is named by " + schema.partition());
            }
            any = Expressions.or(any, allOf(slice));
        }
        return any;
    }

    private static Expression allOf(Map<String, String> slice) {
        Expression all = Expressions.alwaysTrue();
        for (Map.Entry<String, String> value : slice.entrySet()) {
            all = Expressions.and(all, Expressions.equal(value.getKey(), value.getValue()));
        }
        return all;
    }

    private DataFile dataFile(Staged staged, WrittenFile file) {
        PartitionSpec spec = table.spec();
        PartitionData values = new PartitionData(spec.partitionType());
        for (int i = 0; i < spec.fields().size(); i++) {
            values.set(i, staged.partition().get(spec.fields().get(i).name()));
        }
        return DataFiles.builder(spec)
                .withPath(file.path().toString())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.bytes())
                .withMetrics(FileBounds.of(file, table.schema()))
                .withPartition(values)
                .withSortOrder(table.sortOrder())
                .build();
    }
}
