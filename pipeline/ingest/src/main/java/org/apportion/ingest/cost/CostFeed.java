package org.apportion.ingest.cost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.Feed;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.file.SourceFile;
import org.apportion.ingest.file.WorkFolder;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.source.SourceDefinition;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/** Bills of one source. Parsed rows of the first files are kept, so that most files are read only once. */
public final class CostFeed implements Feed {
    /** Records of parsed files that stay in temporary tables between counting and writing. */
    private static final long KEPT_ROWS = 20_000_000;

    private final Engine engine;
    private final String source;
    private final Path rejectsFolder;
    private final Progress progress;
    private final Map<String, CostFile> files = new LinkedHashMap<>();
    private final Map<String, DeliveredFile> identities = new LinkedHashMap<>();
    private final Map<String, ParsedFile> parsed = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private long keptRows;
    private int tables;

    private CostFeed(Engine engine, String source, Path rejectsFolder, Progress progress) {
        this.engine = engine;
        this.source = source;
        this.rejectsFolder = rejectsFolder;
        this.progress = progress;
    }

    /**
     * Opens the files: reads headings, finds mappings.
     *
     * @param found files without two of the same content
     * @param rejectsFolder where lists of unreadable rows go
     */
    public static CostFeed open(
            Engine engine,
            SourceDefinition source,
            List<SourceFile> found,
            WorkFolder work,
            Path rejectsFolder,
            Progress progress) {
        CostFeed feed = new CostFeed(engine, source.id(), rejectsFolder, progress);
        MissingColumns missing = new MissingColumns();
        for (SourceFile file : found) {
            if (file.bytes() == 0) {
                feed.notes.add(file.name() + " is empty");
                continue;
            }
            CostFile opened = CostFile.open(engine, source, file, work);
            feed.files.put(file.sha256(), opened);
            feed.identities.put(file.sha256(), opened.identity());
            feed.notes.addAll(opened.notes());
            missing.add(file.name(), opened.missing());
        }
        feed.notes.addAll(missing.notes());
        return feed;
    }

    @Override
    public Content kind() {
        return Content.COST;
    }

    @Override
    public List<DeliveredFile> files() {
        return List.copyOf(identities.values());
    }

    @Override
    public FileContent content(DeliveredFile file) {
        progress.start("Reading " + file.name(), bytes(file), "bytes");
        ParsedFile rows = parsed(file);
        FileContent content = rows.content(rejectsFolder);
        long rounded = rows.rounded();
        if (rounded > 0) {
            notes.add(file.name() + ": " + Counted.of(rounded, "record")
                    + " with costs of more than 18 decimals, rounded there");
        }
        if (keptRows + rows.rows() > KEPT_ROWS) {
            drop(file);
        } else {
            keptRows += rows.rows();
        }
        long records = content.contributions().stream()
                .mapToLong(contribution -> contribution.records())
                .sum();
        progress.finish(Counted.of(records, "record") + ", " + Counted.of(content.rejected(), "row") + " rejected");
        return content;
    }

    @Override
    public long bytes(DeliveredFile file) {
        return opened(file).scan().file().bytes();
    }

    @Override
    public void mustBeUnchanged(DeliveredFile file) {
        opened(file).scan().file().mustBeUnchanged();
    }

    @Override
    public void forEachQuery(Delivery delivery, Consumer<String> query) {
        for (DeliveredFile file : delivery.files()) {
            boolean kept = parsed.containsKey(file.sha256());
            query.accept(parsed(file).rows(delivery));
            if (!kept) {
                drop(file);
            }
        }
    }

    @Override
    public List<String> examine(BillingMonth month, String written, String all) {
        CostChecks checks = new CostChecks(engine);
        Map<String, String> names = new HashMap<>();
        files.values()
                .forEach(file ->
                        names.put(file.scan().file().id(), file.scan().file().name()));
        checks.refuseOverlap(source + " " + month, all, names);
        long equal = checks.equalRows(written);
        return equal == 0
                ? List.of()
                : List.of(source + " " + month + ": " + Counted.of(equal, "record")
                        + " equal to another one of the same delivery; all are kept");
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private ParsedFile parsed(DeliveredFile file) {
        return parsed.computeIfAbsent(
                file.sha256(), sha -> ParsedFile.read(engine, opened(file), source, "import_" + tables++));
    }

    private void drop(DeliveredFile file) {
        ParsedFile rows = parsed.remove(file.sha256());
        if (rows != null) {
            rows.drop();
        }
    }

    private CostFile opened(DeliveredFile file) {
        CostFile opened = files.get(file.sha256());
        if (opened == null) {
            throw new IllegalArgumentException("no file of this source has the hash " + file.sha256());
        }
        return opened;
    }

    @Override
    public void close() {
        parsed.values().forEach(ParsedFile::drop);
        parsed.clear();
        for (CostFile file : files.values()) {
            file.scan()
                    .malformed()
                    .ifPresent(table -> engine.execute(engine.dialect().dropTable(table)));
        }
    }
}
