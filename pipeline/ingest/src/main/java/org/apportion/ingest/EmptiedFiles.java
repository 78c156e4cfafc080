package org.apportion.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.Recorded;
import org.apportion.ingest.delivery.VersionPattern;
import org.apportion.ingest.file.SourceFile;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.SourceDefinition;

/**
 * Files that are slices of their own, had rows, and have only a heading now. They say that their slice is empty, so they stand for the
 * month of which their slice has rows; of several months, the newest. A file without a byte, or with rows that cannot be read, says
 * nothing. Pure.
 */
final class EmptiedFiles {
    /** What such a file holds. */
    static final FileContent NOTHING = new FileContent("", Optional.empty(), 0, 0, List.of());

    private final SourceDefinition source;
    private final Map<String, List<SourceFile>> twins;

    /** @param twins by hash: of several files with the same heading, each empties its own slice */
    EmptiedFiles(SourceDefinition source, Map<String, List<SourceFile>> twins) {
        this.source = source;
        this.twins = twins;
    }

    Map<DeliveredFile, BillingMonth> months(Map<DeliveredFile, FileContent> contents, List<Recorded> history) {
        Map<DeliveredFile, BillingMonth> months = new LinkedHashMap<>();
        if (source.slicing() != SourceDefinition.Slicing.FILE) {
            return months;
        }
        VersionPattern pattern = VersionPattern.of(source);
        contents.forEach((file, content) -> {
            if (content.contributions().isEmpty() && content.rejected() == 0) {
                for (DeliveredFile each : withTwins(file)) {
                    String slice = pattern.slice(each.name());
                    history.stream()
                            .filter(past -> past.current()
                                    && past.delivery().key().slice().equals(slice))
                            .map(past -> past.delivery().key().month())
                            .max(Comparator.naturalOrder())
                            .ifPresent(month -> months.put(each, month));
                }
            }
        });
        return months;
    }

    private List<DeliveredFile> withTwins(DeliveredFile file) {
        List<DeliveredFile> all = new ArrayList<>(List.of(file));
        twins.getOrDefault(file.sha256(), List.of())
                .forEach(twin ->
                        all.add(new DeliveredFile(twin.name(), file.sha256(), file.reading(), twin.modified())));
        return all;
    }
}
