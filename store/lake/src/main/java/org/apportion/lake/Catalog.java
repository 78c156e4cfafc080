package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apportion.ledger.Ledger;
import org.apportion.model.ApportionException;
import org.apportion.model.table.TableSchema;

/**
 * The tables that exist, by name. Iceberg's JDBC catalog, in the ledger's database but on connections of its own; its tables
 * are named {@code iceberg_…}.
 */
final class Catalog implements AutoCloseable {
    private static final String NAME = "apportion";
    private static final Namespace NAMESPACE = Namespace.of(NAME);

    /** Iceberg's own expiry keeps everything: which snapshots may go is decided by the ledger alone. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "format-version", "2",
            "history.expire.max-snapshot-age-ms", Long.toString(Long.MAX_VALUE),
            "history.expire.min-snapshots-to-keep", Integer.toString(Integer.MAX_VALUE),
            "write.metadata.delete-after-commit.enabled", "true",
            "write.metadata.previous-versions-max", "10");

    /** One for each of the three things that another process may make meanwhile, and one that finds all. */
    private static final int ATTEMPTS = 4;

    private final Path folder;
    private final JdbcCatalog jdbc;

    Catalog(Path folder, Ledger ledger, LakeStep.Watch watch) {
        this.folder = folder;
        Map<String, String> properties = new HashMap<>(CatalogAddress.properties(ledger.address()));
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, folder.toString());
        properties.put("jdbc.schema-version", "V1");
        this.jdbc = LakeFailures.translated(ledger.place(), () -> initialized(properties, watch, ATTEMPTS));
    }

    /**
     * Iceberg looks whether its tables and columns are there and makes them in two steps, so of two processes that open a new lake at
     * once one may find made what it was about to make. The next look sees it.
     */
    private static JdbcCatalog initialized(Map<String, String> properties, LakeStep.Watch watch, int attempts) {
        JdbcCatalog jdbc = new JdbcCatalog(ignored -> new LocalFiles(watch), null, true);
        try {
            jdbc.initialize(NAME, properties);
            return jdbc;
        } catch (UncheckedSQLException e) {
            jdbc.close();
            if (attempts == 1) {
                throw e;
            }
            return initialized(properties, watch, attempts - 1);
        }
    }

    Optional<Table> find(String name) {
        return LakeFailures.translated(name, () -> {
            try {
                return Optional.of(jdbc.loadTable(id(name)));
            } catch (NoSuchTableException e) {
                return Optional.empty();
            }
        });
    }

    /** The table as the model describes it, made if absent. */
    Table findOrCreate(TableSchema schema, LakeStep.Watch watch) {
        Table table = find(schema.name()).orElseGet(() -> {
            Table created = create(schema);
            watch.reached(LakeStep.TABLE_CREATED);
            return created;
        });
        List<String> differences = IcebergSchemas.differences(schema, table.schema());
        if (!differences.isEmpty()) {
            throw new ApportionException(
                    LakeError.LAKE_SCHEMA_DIFFERS,
                    schema.name(),
                    "the table was made with other columns than this version has: " + String.join(", ", differences)
                            + ".",
                    "Use the version of Apportion that made it, or import the deliveries into a new data folder.");
        }
        return table;
    }

    private Table create(TableSchema schema) {
        return LakeFailures.translated(schema.name(), () -> {
            if (!jdbc.namespaceExists(NAMESPACE)) {
                jdbc.createNamespace(NAMESPACE);
            }
            Schema columns = IcebergSchemas.schema(schema);
            return jdbc.buildTable(id(schema.name()), columns)
                    .withPartitionSpec(IcebergSchemas.partition(schema, columns))
                    .withSortOrder(IcebergSchemas.order(schema, columns))
                    .withLocation(tableFolder(schema.name()).toString())
                    .withProperties(PROPERTIES)
                    .create();
        });
    }

    List<String> tableNames() {
        return LakeFailures.translated(
                NAME,
                () -> jdbc.namespaceExists(NAMESPACE)
                        ? jdbc.listTables(NAMESPACE).stream()
                                .map(TableIdentifier::name)
                                .sorted()
                                .toList()
                        : List.of());
    }

    /** Forgets the table; its files stay. */
    void drop(String name) {
        LakeFailures.translated(name, () -> jdbc.dropTable(id(name), false));
    }

    Path tableFolder(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        jdbc.close();
    }

    private static TableIdentifier id(String name) {
        return TableIdentifier.of(NAMESPACE, name);
    }

    /** The folder as it is on disk, without links, so that it compares equal however it was reached. */
    static Path realFolder(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
