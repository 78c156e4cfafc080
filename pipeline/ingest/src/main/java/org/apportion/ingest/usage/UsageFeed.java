package org.apportion.ingest.usage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.Feed;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.Sums;
import org.apportion.ingest.file.ContentHash;
import org.apportion.ingest.file.FileHead;
import org.apportion.ingest.file.FileScan;
import org.apportion.ingest.file.JsonLines;
import org.apportion.ingest.file.SourceFile;
import org.apportion.ingest.file.WorkFolder;
import org.apportion.ingest.problem.RejectsFile;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.source.SourceDefinition;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/** Usage samples of one source. Parsed rows of the first files are kept, so that most files are read only once. */
public final class UsageFeed implements Feed {
    private static final String READER = "usage@1";

    /** Samples of parsed files that stay in temporary tables between counting and writing. */
    private static final long KEPT_ROWS = 20_000_000;

    private final Engine engine;
    private final String source;
    private final Path rejectsFolder;
    private final Progress progress;
    private final Map<String, FileScan> scans = new LinkedHashMap<>();
    private final Map<String, UsagePlan> plans = new HashMap<>();
    private final Map<String, DeliveredFile> identities = new LinkedHashMap<>();
    private final Map<String, String> parsed = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<BillingMonth, Long> rowsOfMonth = new HashMap<>();
    private final Set<String> kept = new HashSet<>();
    private long keptRows;

    private UsageFeed(Engine engine, String source, Path rejectsFolder, Progress progress) {
        this.engine = engine;
        this.source = source;
        this.rejectsFolder = rejectsFolder;
        this.progress = progress;
    }

    /**
     * Opens the files and finds their fields.
     *
     * @param found files without two of the same content
     * @param rejectsFolder where lists of unreadable rows go
     * @throws org.apportion.model.ApportionException {@code IMPORT_COLUMN_MISSING}, {@code IMPORT_HEADING_DOUBLED}
     */
    public static UsageFeed open(
            Engine engine,
            SourceDefinition source,
            List<SourceFile> found,
            WorkFolder work,
            Path rejectsFolder,
            Progress progress) {
        UsageFeed feed = new UsageFeed(engine, source.id(), rejectsFolder, progress);
        for (SourceFile file : found) {
            if (file.bytes() == 0) {
                feed.notes.add(file.name() + " is empty");
                continue;
            }
            FileScan scan = feed.scan(file, source, work);
            UsageColumns columns = UsageColumns.of(source, file.name(), scan.columns());
            scan.refuseDoubledHeadings(columns::reads);
            UsagePlan plan = new UsagePlan(engine.dialect(), columns, source.options());
            String reading = ContentHash.of(List.of(READER, scan.form(), plan.form()));
            feed.scans.put(file.sha256(), scan);
            feed.plans.put(file.sha256(), plan);
            feed.identities.put(file.sha256(), new DeliveredFile(file.name(), file.sha256(), reading, file.modified()));
        }
        return feed;
    }

    private FileScan scan(SourceFile file, SourceDefinition source, WorkFolder work) {
        return switch (file.kind()) {
            case PARQUET -> FileScan.parquet(engine, file);
            case JSON -> FileScan.json(engine, file, JsonLines.rewrite(file, work));
            case CSV -> {
                FileHead.Prepared prepared = FileHead.prepare(file, source.options(), work);
                notes.addAll(prepared.shape().notes());
                yield FileScan.csv(engine, file, prepared, prepared.shape().mostUsual());
            }
        };
    }

    @Override
    public Content kind() {
        return Content.USAGE;
    }

    @Override
    public List<DeliveredFile> files() {
        return List.copyOf(identities.values());
    }

    @Override
    public FileContent content(DeliveredFile file) {
        progress.start("Reading " + file.name(), bytes(file), "bytes");
        String table = table(file);
        long rejected = count(table, "x_problem IS NOT NULL") + malformed(file);
        if (rejected > 0) {
            listRejects(file, table);
        }
        FileContent content = new FileContent(
                READER,
                Optional.empty(),
                rejected,
                0,
                new Sums(engine, Content.USAGE).of(file.name(), q(table), "x_problem IS NULL"));
        long samples = count(table, "x_problem IS NULL");
        progress.finish(Counted.of(samples, "sample") + ", " + Counted.of(rejected, "row") + " rejected");
        keep(file, samples);
        return content;
    }

    private void keep(DeliveredFile file, long samples) {
        if (keptRows + samples > KEPT_ROWS) {
            drop(file);
        } else {
            keptRows += samples;
            kept.add(file.sha256());
        }
    }

    private void drop(DeliveredFile file) {
        String table = parsed.remove(file.sha256());
        if (table != null) {
            engine.execute(engine.dialect().dropTable(table));
        }
    }

    @Override
    public long bytes(DeliveredFile file) {
        return delivered(file).bytes();
    }

    @Override
    public void mustBeUnchanged(DeliveredFile file) {
        delivered(file).mustBeUnchanged();
    }

    private SourceFile delivered(DeliveredFile file) {
        return Objects.requireNonNull(scans.get(file.sha256())).file();
    }

    @Override
    public void forEachQuery(Delivery delivery, Consumer<String> query) {
        String month = engine.dialect().text(delivery.key().month().toString());
        String rows = delivery.files().stream()
                .map(file -> "SELECT * FROM " + q(table(file)) + " AS t WHERE x_problem IS NULL AND "
                        + q("x_UsageMonth") + " = " + month)
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
        UsageChecks checks = new UsageChecks(engine);
        checks.refuseMixedUnits(delivery.key().toString(), rows);
        checks.refuseOverlap(delivery.key().toString(), rows, "f", namesByFileId());
        rowsOfMonth.merge(delivery.key().month(), checks.count(rows), Long::sum);
        query.accept(UsagePlan.samples(engine.dialect(), rows, source, delivery));
        delivery.files().stream().filter(file -> !kept.contains(file.sha256())).forEach(this::drop);
    }

    @Override
    public List<String> examine(BillingMonth month, String written, String all) {
        UsageChecks checks = new UsageChecks(engine);
        checks.refuseOverlap(source + " " + month, all, q("x_Slice"), Map.of());
        long summed = rowsOfMonth.getOrDefault(month, 0L) - checks.count(written);
        return summed == 0
                ? List.of()
                : List.of(source + " " + month + ": " + Counted.of(summed, "sample")
                        + " with the key of another one, added to it");
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private Map<String, String> namesByFileId() {
        Map<String, String> names = new HashMap<>();
        scans.values().forEach(scan -> names.put(scan.file().id(), scan.file().name()));
        return names;
    }

    private String table(DeliveredFile file) {
        return parsed.computeIfAbsent(file.sha256(), sha -> {
            FileScan scan = Objects.requireNonNull(scans.get(sha));
            UsagePlan plan = Objects.requireNonNull(plans.get(sha));
            String table = "usage_" + scan.file().id();
            scan.read(
                    table + "_malformed",
                    () -> engine.execute(engine.dialect()
                            .createTable(
                                    table,
                                    plan.select(scan.relation(), scan.file().id()))));
            return table;
        });
    }

    private long malformed(DeliveredFile file) {
        return Objects.requireNonNull(scans.get(file.sha256()))
                .malformed()
                .map(name -> count(name, "true"))
                .orElse(0L);
    }

    private long count(String table, String condition) {
        return engine.query("SELECT count(*) FROM " + q(table) + " WHERE " + condition, row -> row.number(0))
                .get(0);
    }

    private void listRejects(DeliveredFile file, String table) {
        FileScan scan = Objects.requireNonNull(scans.get(file.sha256()));
        try (RejectsFile list =
                RejectsFile.create(rejectsFolder, source, scan.file().id(), file.name())) {
            scan.malformed()
                    .ifPresent(name -> engine.forEach(
                            "SELECT x_row, x_column, x_reason FROM " + q(name) + " ORDER BY x_row",
                            row -> list.add(
                                    row.number(0),
                                    Objects.requireNonNullElse(row.text(1), ""),
                                    "ROW_MALFORMED",
                                    Objects.requireNonNullElse(row.text(2), ""))));
            engine.forEach(
                    "SELECT x_row, x_problem FROM " + q(table) + " WHERE x_problem IS NOT NULL ORDER BY x_row", row -> {
                        List<String> reject = UsagePlan.REJECTS.get((int) row.number(1));
                        list.add(row.number(0), reject.get(0), reject.get(1), reject.get(2));
                    });
            list.finish();
        }
    }

    private String q(String name) {
        return engine.dialect().name(name);
    }

    @Override
    public void close() {
        Set<String> tables = new HashSet<>(parsed.values());
        scans.values().forEach(scan -> scan.malformed().ifPresent(tables::add));
        tables.forEach(table -> engine.execute(engine.dialect().dropTable(table)));
        parsed.clear();
    }
}
