package org.apportion.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apportion.ingest.cost.CostFeed;
import org.apportion.ingest.delivery.Feed;
import org.apportion.ingest.file.SourceFile;
import org.apportion.ingest.file.SourceFiles;
import org.apportion.ingest.file.WorkFolder;
import org.apportion.ingest.listed.ListFeed;
import org.apportion.ingest.manifest.ManifestSelection;
import org.apportion.ingest.usage.UsageFeed;
import org.apportion.lake.Lake;
import org.apportion.ledger.Ledger;
import org.apportion.model.source.SourceDefinition;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/**
 * Imports sources: their files' newest deliveries take the place of what the lake had. Importing the same again changes
 * nothing, in any order and under any name. Used by one thread.
 */
public final class Importer {
    private final Parts parts;

    /**
     * An importer for the sources of one configuration.
     *
     * @param engine the same session that the lake writes with
     * @param configured whether the configuration names a source
     */
    public Importer(Engine engine, Lake lake, Ledger ledger, ImportSettings settings, Predicate<String> configured) {
        this.parts = new Parts(engine, lake, ledger, settings, configured);
    }

    /**
     * Imports one source. All its slices change together or, if anything fails, none does.
     *
     * @throws org.apportion.model.ApportionException with a code of {@link org.apportion.ingest.problem.ImportError}, of the
     *     mapping, the engine, the lake or the ledger; the lake is then as before
     */
    public ImportReport importSource(SourceDefinition source, ImportRequest request, Progress progress) {
        try (WorkFolder work = WorkFolder.in(parts.settings().temporary())) {
            List<String> repeated = new ArrayList<>();
            Delivered delivered =
                    new Delivered(repeated, new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashMap<>());
            try (Feed feed = feed(source, request, work, delivered, progress)) {
                ImportReport report = new DeliveryImport(parts, source, feed, delivered, progress).run(request);
                repeated.addAll(report.notes());
                return new ImportReport(source.id(), report.slices(), report.files(), repeated);
            }
        }
    }

    private Feed feed(
            SourceDefinition source, ImportRequest request, WorkFolder work, Delivered notes, Progress progress) {
        return switch (source.kind()) {
            case COST ->
                CostFeed.open(
                        parts.engine(),
                        source,
                        files(source, work, notes, progress),
                        work,
                        parts.settings().rejects(),
                        progress);
            case USAGE ->
                UsageFeed.open(
                        parts.engine(),
                        source,
                        files(source, work, notes, progress),
                        work,
                        parts.settings().rejects(),
                        progress);
            case PRICE_LIST -> ListFeed.open(parts.engine(), parts.ledger(), source, request.month());
        };
    }

    /**
     * What is learned while files are looked for.
     *
     * @param exports of files by hash, where a provider's manifest names them
     * @param versions of exports
     * @param undated exports of which only a file's time tells the version
     * @param twins further files by hash that have the same content as one that is read
     */
    record Delivered(
            List<String> notes,
            Map<String, Set<String>> exports,
            Map<String, String> versions,
            Set<String> undated,
            Map<String, List<SourceFile>> twins) {}

    /** The same bytes under two names are read once. Whether they count once is for their slices and versions to say. */
    private List<SourceFile> files(SourceDefinition source, WorkFolder work, Delivered delivered, Progress progress) {
        ManifestSelection selection = ManifestSelection.of(
                source,
                SourceFiles.expand(source.paths()),
                SourceFiles.manifests(source.paths()),
                parts.ledger().now());
        delivered.notes().addAll(selection.notes());
        delivered.versions().putAll(selection.versions());
        delivered.undated().addAll(selection.undated());
        Map<String, SourceFile> distinct = new LinkedHashMap<>();
        for (SourceFile file : SourceFiles.read(source.id(), source.paths(), selection.files(), work, progress)) {
            delivered
                    .exports()
                    .computeIfAbsent(file.sha256(), absent -> new TreeSet<>())
                    .addAll(selection.exports().getOrDefault(Path.of(file.name().split("!", 2)[0]), Set.of()));
            if (distinct.putIfAbsent(file.sha256(), file) != null) {
                delivered
                        .twins()
                        .computeIfAbsent(file.sha256(), absent -> new ArrayList<>())
                        .add(file);
            }
        }
        return List.copyOf(distinct.values());
    }

    /** What imports work with. */
    record Parts(Engine engine, Lake lake, Ledger ledger, ImportSettings settings, Predicate<String> configured) {}
}
