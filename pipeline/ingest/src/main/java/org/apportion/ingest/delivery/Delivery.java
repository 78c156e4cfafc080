package org.apportion.ingest.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.ingest.file.ContentHash;

/**
 * The files that together hold one slice of one month.
 *
 * @param version age as text, greater is newer; empty if nothing states it
 * @param files sorted by hash, none twice
 * @param exports age of each export that it consists of, where manifests tell it; several have ages of their own
 */
public record Delivery(SliceKey key, Optional<String> version, List<DeliveredFile> files, Map<String, String> exports) {
    private static final int ID_LENGTH = 16;

    public Delivery {
        files = files.stream()
                .sorted(Comparator.comparing(DeliveredFile::sha256).thenComparing(DeliveredFile::name))
                .toList();
        exports = Collections.unmodifiableMap(new TreeMap<>(exports));
    }

    /** One of which no manifest tells anything. */
    public Delivery(SliceKey key, Optional<String> version, List<DeliveredFile> files) {
        this(key, version, files, Map.of());
    }

    /** 16 hex digits that follow from slice and content: the same delivery has the same id wherever it is imported. */
    public String id() {
        List<String> texts = new ArrayList<>(List.of(key.source(), key.month().toString(), key.slice()));
        for (DeliveredFile file : files) {
            texts.add(file.sha256());
            texts.add(file.reading());
        }
        return ContentHash.of(texts).substring(0, ID_LENGTH);
    }

    /** Whether each file of the other one is also one of this. */
    public boolean holdsAllOf(Delivery other) {
        return !other.files.isEmpty() && hashes().containsAll(other.hashes());
    }

    Set<String> hashes() {
        return files.stream().map(DeliveredFile::sha256).collect(Collectors.toSet());
    }
}
