package org.apportion.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.ingest.Offers.Judged;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.DeliveryLog;
import org.apportion.ingest.delivery.Feed;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.Recorded;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.ingest.delivery.Sums;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.ingest.delivery.VersionPattern;
import org.apportion.ingest.problem.RejectsFile;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.Staged;
import org.apportion.ledger.Ledger;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.SourceDefinition;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/**
 * Takes the deliveries of one feed through the steps: read what is unknown, judge, write, prove, commit. All slices that change
 * become visible with one transaction of the ledger; whatever fails before leaves everything as it was.
 */
final class DeliveryImport {
    private final Engine engine;
    private final Lake lake;
    private final Ledger ledger;
    private final ImportSettings settings;
    private final SourceDefinition source;
    private final Feed feed;
    private final Importer.Delivered delivered;
    private final Progress progress;
    private final StagedSlices slices;
    private final Importer.Parts parts;
    private final Map<DeliveredFile, FileContent> contents = new LinkedHashMap<>();
    private final Map<DeliveredFile, Set<BillingMonth>> months = new HashMap<>();
    private final List<DeliveredFile> readNow = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private List<Delivery> unchanged = List.of();

    DeliveryImport(
            Importer.Parts parts, SourceDefinition source, Feed feed, Importer.Delivered delivered, Progress progress) {
        this.parts = parts;
        this.engine = parts.engine();
        this.lake = parts.lake();
        this.ledger = parts.ledger();
        this.settings = parts.settings();
        this.source = source;
        this.feed = feed;
        this.delivered = delivered;
        this.progress = progress;
        this.slices = new StagedSlices(engine, lake, source, feed, progress);
    }

    ImportReport run(ImportRequest request) {
        List<DeliveredFile> files = feed.files();
        Map<DeliveredFile, Optional<FileContent>> known = ledger.read(transaction -> {
            DeliveryLog log = new DeliveryLog(transaction);
            Map<DeliveredFile, Optional<FileContent>> contentOf = new LinkedHashMap<>();
            files.forEach(file -> contentOf.put(file, log.content(source.id(), file)));
            return contentOf;
        });
        known.forEach(this::learn);
        files.forEach(this::addTwins);
        if (feed.kind() == Content.USAGE) {
            new EmptiedFiles(source)
                    .months(contents, history())
                    .forEach((file, month) -> months.computeIfAbsent(file, absent -> new TreeSet<>())
                            .add(month));
        }
        notes.addAll(0, feed.notes());
        Offers offers = new Offers(
                source.id(),
                contents,
                months,
                new Offers.Ages(
                        VersionPattern.of(source), delivered.exports(), delivered.versions(), delivered.undated()),
                request);
        notes.addAll(offers.notes());
        List<Judged> judged = judge(offers);
        List<SliceReport> reports;
        if (judged.stream().anyMatch(one -> one.verdict().writes())) {
            try (LakeWriter writer = lake.write(settings.patience(), progress)) {
                // Another process may have written since the first look; from here on nobody can.
                reports = write(writer, judge(offers));
            }
        } else {
            mustBeUnchanged(List.of());
            rememberFiles();
            reports = judged.stream().map(one -> report(one, List.of())).toList();
        }
        return new ImportReport(source.id(), reports, fileReports(), notes);
    }

    private void learn(DeliveredFile file, Optional<FileContent> known) {
        FileContent content = known.orElseGet(() -> feed.content(file));
        if (known.isEmpty()) {
            readNow.add(file);
        }
        if (content.contributions().isEmpty()) {
            notes.add(file.name() + " holds no readable rows");
        }
        contents.put(file, content);
        Set<BillingMonth> ofFile = new TreeSet<>(content.months());
        ofFile.addAll(feed.promises(file));
        months.put(file, ofFile);
    }

    /** The same bytes under another name are another file: its name may state another slice or version. */
    private void addTwins(DeliveredFile file) {
        delivered.twins().getOrDefault(file.sha256(), List.of()).forEach(twin -> {
            DeliveredFile other = new DeliveredFile(twin.name(), file.sha256(), file.reading(), twin.modified());
            contents.put(other, content(file));
            months.put(other, new TreeSet<>(months.getOrDefault(file, Set.of())));
        });
    }

    private List<Judged> judge(Offers offers) {
        List<Judged> judged = offers.judge(history(), source.kind() == SourceDefinition.Kind.COST);
        unchanged = judged.stream()
                .filter(one -> one.verdict() == Verdict.UNCHANGED)
                .map(Judged::delivery)
                .toList();
        return judged;
    }

    private List<Recorded> history() {
        return ledger.read(transaction -> new DeliveryLog(transaction).history(source.id()));
    }

    private List<SliceReport> write(LakeWriter writer, List<Judged> judged) {
        Content kind = feed.kind();
        Map<SliceKey, List<Staged>> staged = new TreeMap<>();
        List<Delivery> written = judged.stream()
                .filter(one -> one.verdict().writes())
                .map(Judged::delivery)
                .toList();
        new RenamedSource(engine, lake.current(), ledger, parts.configured()).refuse(kind, written);
        written.forEach(delivery -> staged.put(delivery.key(), slices.stage(writer, delivery, sums(delivery))));
        notes.addAll(slices.examine(writer, staged));
        List<SliceReport> reports = new ArrayList<>();
        for (Judged one : judged) {
            List<Change> changes = one.verdict() == Verdict.REPLACED
                    ? new ChangeSummary(engine, kind)
                            .between(
                                    slices.present(one.delivery().key()),
                                    writer.relation(
                                            kind.table(),
                                            staged.getOrDefault(one.delivery().key(), List.of())))
                    : List.of();
            reports.add(report(one, changes));
        }
        mustBeUnchanged(written);
        if (written.isEmpty()) {
            rememberFiles();
        } else {
            commit(writer, staged, written);
        }
        return reports;
    }

    /** Rows that were read count under the hash of their file, so it must still be theirs. */
    private void mustBeUnchanged(List<Delivery> written) {
        Set<DeliveredFile> files = new LinkedHashSet<>(readNow);
        written.forEach(delivery -> files.addAll(delivery.files()));
        files.forEach(feed::mustBeUnchanged);
    }

    private void commit(LakeWriter writer, Map<SliceKey, List<Staged>> staged, List<Delivery> written) {
        List<Map<String, String>> replaced =
                staged.keySet().stream().map(slices::partition).toList();
        List<Staged> files = staged.values().stream().flatMap(List::stream).toList();
        LakeCommit commit = writer.replace(feed.kind().table(), replaced, files);
        ledger.useTransaction(transaction -> {
            DeliveryLog log = new DeliveryLog(transaction);
            writer.name(transaction, List.of(commit), "import " + written.get(0).id());
            rememberFiles(log);
            for (Delivery delivery : written) {
                long records =
                        sums(delivery).stream().mapToLong(Contribution::records).sum();
                log.makeCurrent(delivery, records, ledger.now());
            }
        });
    }

    private void rememberFiles() {
        ledger.useTransaction(transaction -> rememberFiles(new DeliveryLog(transaction)));
    }

    private void rememberFiles(DeliveryLog log) {
        readNow.forEach(file -> log.record(source.id(), file, feed.bytes(file), content(file)));
        log.raise(source.id(), unchanged);
    }

    private FileContent content(DeliveredFile file) {
        return Objects.requireNonNull(contents.get(file), "every file was read");
    }

    private List<Contribution> sums(Delivery delivery) {
        List<Contribution> all = delivery.files().stream()
                .flatMap(file -> content(file).of(delivery.key().month()).stream())
                .toList();
        return Sums.merged(all);
    }

    private SliceReport report(Judged judged, List<Change> changes) {
        Delivery delivery = judged.delivery();
        return new SliceReport(delivery.key(), delivery.id(), judged.verdict(), sums(delivery), changes);
    }

    private List<FileReport> fileReports() {
        List<FileReport> reports = new ArrayList<>();
        feed.files().forEach(file -> {
            FileContent content = content(file);
            String id = file.sha256().substring(0, 16);
            Optional<java.nio.file.Path> rejects = content.rejected() == 0
                    ? Optional.empty()
                    : Optional.of(RejectsFile.path(settings.rejects(), source.id(), id));
            reports.add(new FileReport(file.name(), id, content, rejects, readNow.contains(file)));
        });
        return reports;
    }
}
