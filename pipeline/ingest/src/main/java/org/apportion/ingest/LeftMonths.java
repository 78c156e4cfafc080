package org.apportion.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.FileContent;

/**
 * Finds what a month holds of files that have no row of it any more: a provider moved the rows to another billing month, or took them
 * back. Such a month is offered without those rows, so that they do not count twice. A file whose rows cannot be read says nothing,
 * nor does one that is not here. Pure.
 */
final class LeftMonths {
    private final Map<String, DeliveredFile> byHash = new HashMap<>();
    private final Map<String, DeliveredFile> readable = new HashMap<>();
    private final Map<String, String> exports;

    /**
     * @param contents of all files that are here
     * @param exports all that are here, with their versions as they are compared
     */
    LeftMonths(Map<DeliveredFile, FileContent> contents, Map<String, String> exports) {
        this.exports = exports;
        contents.forEach((file, content) -> {
            byHash.put(file.sha256(), file);
            if (!content.contributions().isEmpty() || content.rejected() == 0) {
                readable.put(file.name(), file);
            }
        });
    }

    /** What is left of a delivery of which no file here has a row; empty if nothing says that its rows are gone. */
    Optional<Delivery> of(Delivery present) {
        Map<String, String> now = new TreeMap<>(exports);
        now.keySet().retainAll(present.exports().keySet());
        if (now.entrySet().stream()
                .anyMatch(export -> !export.getValue().equals(present.exports().get(export.getKey())))) {
            return Optional.of(new Delivery(present.key(), Optional.empty(), List.of(), now));
        }
        List<DeliveredFile> readAnew = present.files().stream()
                .flatMap(past -> Optional.ofNullable(byHash.get(past.sha256())).stream()
                        .filter(file -> !file.reading().equals(past.reading())))
                .toList();
        boolean isOverwritten = present.files().stream().anyMatch(past -> {
            DeliveredFile file = readable.get(past.name());
            return file != null && !file.sha256().equals(past.sha256());
        });
        return isOverwritten || !readAnew.isEmpty()
                ? Optional.of(new Delivery(present.key(), Optional.empty(), readAnew, now))
                : Optional.empty();
    }
}
