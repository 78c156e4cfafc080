package org.apportion.ingest;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.Recorded;
import org.apportion.ingest.delivery.VersionPattern;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.SourceDefinition;

/**
 * Files that are slices of their own, had rows, and have only a heading now. They say that their slice is empty, so they stand for the
 * month of which their slice has rows; of several months, the newest. A file without a byte, or with rows that cannot be read, says
 * nothing. Pure.
 */
final class EmptiedFiles {
    private final SourceDefinition source;

    EmptiedFiles(SourceDefinition source) {
        this.source = source;
    }

    Map<DeliveredFile, BillingMonth> months(Map<DeliveredFile, FileContent> contents, List<Recorded> history) {
        Map<DeliveredFile, BillingMonth> months = new LinkedHashMap<>();
        if (source.slicing() != SourceDefinition.Slicing.FILE) {
            return months;
        }
        VersionPattern pattern = VersionPattern.of(source);
        contents.forEach((file, content) -> {
            if (content.contributions().isEmpty() && content.rejected() == 0) {
                String slice = pattern.slice(file.name());
                history.stream()
                        .filter(past ->
                                past.current() && past.delivery().key().slice().equals(slice))
                        .map(past -> past.delivery().key().month())
                        .max(Comparator.naturalOrder())
                        .ifPresent(month -> months.put(file, month));
            }
        });
        return months;
    }
}
