package org.apportion.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.Feed;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.ingest.delivery.Sums;
import org.apportion.ingest.problem.ImportError;
import org.apportion.ingest.usage.SharedMetrics;
import org.apportion.lake.FileFilter;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.Staged;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.table.TableSchema;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/** Slices of one source in the lake: as they are, and as they are written beside that before they take its place. */
final class StagedSlices {
    private final Engine engine;
    private final Lake lake;
    private final SourceDefinition source;
    private final Feed feed;
    private final Progress progress;

    StagedSlices(Engine engine, Lake lake, SourceDefinition source, Feed feed, Progress progress) {
        this.engine = engine;
        this.lake = lake;
        this.source = source;
        this.feed = feed;
        this.progress = progress;
    }

    /**
     * Writes a delivery, not yet visible, and proves it from what was written.
     *
     * @param expected what was counted while its files were read
     */
    List<Staged> stage(LakeWriter writer, Delivery delivery, List<Contribution> expected) {
        TableSchema table = feed.kind().table();
        progress.start("Writing " + delivery.key(), delivery.files().size(), "files");
        List<Staged> staged = new ArrayList<>();
        feed.forEachQuery(delivery, query -> {
            staged.add(writer.stage(table, partition(delivery.key()), query));
            progress.advanceTo(staged.size());
        });
        prove(delivery, expected, writer.relation(table, staged));
        progress.finish(Counted.of(staged.stream().mapToLong(Staged::rows).sum(), "row"));
        return staged;
    }

    /** What lies in the written files must be what was counted while reading. */
    private void prove(Delivery delivery, List<Contribution> expected, String relation) {
        List<Contribution> actual =
                new Sums(engine, feed.kind()).of(delivery.key().toString(), relation, "true");
        boolean samples = feed.kind() == Content.USAGE;
        if (!Sums.texts(expected, samples).equals(Sums.texts(actual, samples))) {
            delivery.files().forEach(feed::mustBeUnchanged);
            throw ImportError.IMPORT_SUM_DIFFERS.at(
                    delivery.key().toString(),
                    "The written rows sum to " + Sums.texts(actual, samples) + ", the files to "
                            + Sums.texts(expected, samples) + "; nothing was changed.",
                    "This is a mistake of Apportion; please report it with the code and the version.");
        }
    }

    /** What should be known of the months that change, with what other slices hold of them. */
    List<String> examine(LakeWriter writer, Map<SliceKey, List<Staged>> staged) {
        List<String> notes = new ArrayList<>();
        TableSchema table = feed.kind().table();
        Map<BillingMonth, List<SliceKey>> byMonth = new TreeMap<>();
        staged.keySet()
                .forEach(key -> byMonth.computeIfAbsent(key.month(), absent -> new ArrayList<>())
                        .add(key));
        byMonth.forEach((month, keys) -> {
            List<Staged> files = keys.stream()
                    .flatMap(key -> staged.getOrDefault(key, List.of()).stream())
                    .toList();
            String written = writer.relation(table, files);
            FileFilter ofAll = FileFilter.ALL.is(feed.kind().month(), month.toString());
            FileFilter ofMonth = ofAll.is("x_Source", source.id());
            String replaced = String.join(
                    ", ",
                    keys.stream().map(key -> engine.dialect().text(key.slice())).toList());
            String others = "SELECT * FROM " + lake.current().relation(table, ofMonth) + " AS o WHERE "
                    + engine.dialect().name("x_Slice") + " NOT IN (" + replaced + ")";
            notes.addAll(feed.examine(month, written, "(SELECT * FROM " + written + " AS w UNION ALL " + others + ")"));
            if (feed.kind() == Content.USAGE) {
                notes.addAll(SharedMetrics.notes(
                        engine, source.id(), month, written, lake.current().relation(table, ofAll)));
            }
        });
        return notes;
    }

    /** The rows of a slice that are there now, as a table expression. */
    String present(SliceKey key) {
        FileFilter filter = FileFilter.ALL;
        for (Map.Entry<String, String> part : partition(key).entrySet()) {
            filter = filter.is(part.getKey(), part.getValue());
        }
        return lake.current().relation(feed.kind().table(), filter);
    }

    Map<String, String> partition(SliceKey key) {
        return Map.of(feed.kind().month(), key.month().toString(), "x_Source", key.source(), "x_Slice", key.slice());
    }
}
