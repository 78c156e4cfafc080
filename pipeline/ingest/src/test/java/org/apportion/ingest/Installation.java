package org.apportion.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeSettings;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.source.ListedCost;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/** A real lake, ledger and engine in a folder, with a folder of bills beside them. */
final class Installation implements AutoCloseable {
    private final Path root;
    private final Engine engine;
    private final Ledger ledger;
    private final Lake lake;
    private final Set<String> configured = new HashSet<>();

    Installation(Path root) {
        this(root, "512MB");
    }

    Installation(Path root, String memoryLimit) {
        this(root, memoryLimit, LedgerSettings.file(root.resolve("data/ledger.db")), "spill");
    }

    private Installation(Path root, String memoryLimit, LedgerSettings settings, String spill) {
        this.root = root;
        engine = new DuckDbEngineProvider().open(new EngineSettings("duckdb", memoryLimit, 2, root.resolve(spill)));
        ledger = Ledger.open(settings);
        lake = Lake.open(LakeSettings.of(root.resolve("data/lake")), ledger, engine);
    }

    /**
     * With the ledger in a database that several processes share.
     *
     * @param process a name of its own, for what it writes aside
     */
    static Installation on(Path root, String ledger, String process) {
        return new Installation(root, "256MB", LedgerSettings.of(ledger), "spill-" + process);
    }

    Engine engine() {
        return engine;
    }

    Ledger ledger() {
        return ledger;
    }

    Lake lake() {
        return lake;
    }

    Path data() {
        return root.resolve("data");
    }

    Path bills() {
        return root.resolve("bills");
    }

    /** Writes a bill whose time of last change is the given second. */
    Path bill(String name, String content, long modified) {
        try {
            Path file = bills().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(modified)));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path bill(String name, String content) {
        return bill(name, content, 1_000);
    }

    ImportReport run(SourceDefinition source) {
        return run(source, ImportRequest.ALL);
    }

    ImportReport run(SourceDefinition source, ImportRequest request) {
        return run(source, request, Progress.NONE);
    }

    ImportReport run(SourceDefinition source, ImportRequest request, Progress progress) {
        configured.add(source.id());
        return new Importer(engine, lake, ledger, ImportSettings.below(data()), configured::contains)
                .importSource(source, request, progress);
    }

    /** Gives a source another id: the former one is not in the configuration any more. */
    void removeFromConfiguration(String source) {
        configured.remove(source);
    }

    List<String> costs(String expression) {
        return rows(Tables.COST_RECORD, expression);
    }

    List<String> samples(String expression) {
        return rows(Tables.USAGE_SAMPLE, expression);
    }

    /** One text per row, in the order of the text. */
    private List<String> rows(TableSchema table, String expression) {
        return engine.query(
                "SELECT CAST(" + expression + " AS VARCHAR) FROM "
                        + lake.current().relation(table) + " AS r ORDER BY 1",
                row -> String.valueOf(row.text(0)));
    }

    /** Everything in the table, one text per row. */
    List<String> wholeLake(TableSchema table) {
        String columns = String.join(
                ", ", table.columnNames().stream().map(name -> '"' + name + '"').toList());
        return rows(table, "row(" + columns + ")");
    }

    static SourceDefinition focus(Path path) {
        return source("focus", path.toString(), Slicing.FILE_SET, null);
    }

    static SourceDefinition source(String id, String path, Slicing slicing, @Nullable String versionPattern) {
        return source(id, path, slicing, versionPattern, Map.of());
    }

    static SourceDefinition focus(Path path, Map<String, String> constants) {
        return source("focus", path.toString(), Slicing.FILE_SET, null, constants);
    }

    private static SourceDefinition source(
            String id, String path, Slicing slicing, @Nullable String versionPattern, Map<String, String> constants) {
        return new SourceDefinition(
                id,
                Kind.COST,
                List.of(path),
                "focus",
                Optional.empty(),
                slicing,
                Optional.ofNullable(versionPattern),
                constants,
                Map.of(),
                List.of(),
                "apportion.yaml:1:1");
    }

    static SourceDefinition mapped(String id, Path path, Path mapping) {
        return new SourceDefinition(
                id,
                Kind.COST,
                List.of(path.toString()),
                mapping.toString(),
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                "apportion.yaml:1:1");
    }

    static SourceDefinition usage(Path path, Map<String, String> constants, Map<String, String> options) {
        return new SourceDefinition(
                "usage",
                Kind.USAGE,
                List.of(path.toString()),
                "auto",
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                constants,
                options,
                List.of(),
                "apportion.yaml:1:1");
    }

    static SourceDefinition priceList(List<ListedCost> costs) {
        return new SourceDefinition(
                "rack",
                Kind.PRICE_LIST,
                List.of(),
                "auto",
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                Map.of(),
                Map.of(),
                costs,
                "apportion.yaml:7:3");
    }

    static BillingMonth october() {
        return BillingMonth.of(2026, 10);
    }

    @Override
    public void close() {
        lake.close();
        ledger.close();
        engine.close();
    }
}
