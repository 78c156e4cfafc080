package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apportion.model.ApportionException;
import org.apportion.model.table.TableSchema;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.WrittenFile;

/** Data files that an engine wrote into a table's folder and no commit has taken yet. */
final class StagingArea {
    private static final int MAX_FOLDER_NAME = 120;

    private final Engine engine;
    private final Catalog catalog;
    private final LakeStep.Watch watch;
    private final Set<Staged> open = new HashSet<>();

    StagingArea(Engine engine, Catalog catalog, LakeStep.Watch watch) {
        this.engine = engine;
        this.catalog = catalog;
        this.watch = watch;
    }

    Staged write(TableSchema schema, Map<String, String> partition, String select) {
        if (!partition.keySet().equals(Set.copyOf(schema.partition()))) {
            throw new IllegalArgumentException(schema.name() + " is partitioned by " + schema.partition());
        }
        Table table = catalog.findOrCreate(schema, watch);
        Path file = LakeFailures.translated(schema.name(), () -> newFile(schema, partition));
        WrittenFile written = engine.write(select, file, IcebergSchemas.numbered(schema, table.schema()));
        Staged staged = new Staged(schema.name(), partition, Optional.of(written));
        open.add(staged);
        watch.reached(LakeStep.FILE_STAGED);
        if (written.rows() == 0) {
            return discardEmpty(staged, file);
        }
        requireOneSlice(schema, partition, file);
        return staged;
    }

    boolean hasLeftover(String table) {
        return open.stream().anyMatch(staged -> staged.table().equals(table));
    }

    void forget(Collection<Staged> taken) {
        taken.forEach(open::remove);
    }

    private Staged discardEmpty(Staged staged, Path file) {
        LakeFailures.translated(staged.table(), () -> {
            new LocalFiles(watch).deleteFile(file.toString());
            return file;
        });
        open.remove(staged);
        return new Staged(staged.table(), staged.partition(), Optional.empty());
    }

    /** Replacement works on slices; one stray row would be replaced with the wrong one, or stay for ever. */
    private void requireOneSlice(TableSchema schema, Map<String, String> partition, Path file) {
        Dialect dialect = engine.dialect();
        String strays = partition.entrySet().stream()
                .map(value -> dialect.name(value.getKey()) + " IS DISTINCT FROM " + dialect.text(value.getValue()))
                .sorted()
                .collect(Collectors.joining(" OR "));
        String from = dialect.parquet(List.of(file), schema.columns());
        long count = engine.query("SELECT COUNT(*) FROM " + from + " WHERE " + strays, row -> row.number(0))
                .get(0);
        if (count > 0) {
            throw new ApportionException(
                    LakeError.LAKE_SLICE_MIXED,
                    schema.name(),
                    count + " rows do not belong to the slice " + partition + " they were written for.",
                    "Report this with the configuration; nothing was changed.");
        }
    }

    private Path newFile(TableSchema schema, Map<String, String> partition) {
        Path folder = catalog.tableFolder(schema.name()).resolve(Recovery.DATA);
        for (String column : schema.partition()) {
            folder = folder.resolve(folderName(column, partition.getOrDefault(column, "")));
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder.resolve(UUID.randomUUID() + ".parquet");
    }

    /**
     * For people only: Iceberg keeps the values itself, so a long one may be cut. Not {@code column=value}, which engines take
     * for the true value and put before the one in the file.
     */
    private static String folderName(String column, String value) {
        String name =
                column + "-" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("*", "%2A");
        return name.length() > MAX_FOLDER_NAME ? name.substring(0, MAX_FOLDER_NAME) : name;
    }
}
