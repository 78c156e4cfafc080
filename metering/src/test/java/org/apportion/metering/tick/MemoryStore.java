package org.apportion.metering.tick;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.metering.local.LocalError;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.DocumentStore;

/** Documents in memory; each can be made unreadable or unwritable. */
final class MemoryStore implements DocumentStore {
    final Map<Document, String> documents = new EnumMap<>(Document.class);
    final Set<Document> unreadable = EnumSet.noneOf(Document.class);
    final Set<Document> unwritable = EnumSet.noneOf(Document.class);

    @Override
    public Optional<String> read(Document document) {
        if (unreadable.contains(document)) {
            throw new ApportionException(
                    LocalError.METER_DOCUMENT_UNREADABLE, "memory", "it cannot be read.", "Mend it.");
        }
        return Optional.ofNullable(documents.get(document));
    }

    @Override
    public void write(Document document, String json) {
        if (unwritable.contains(document)) {
            throw new ApportionException(LocalError.METER_DOCUMENT_UNWRITABLE, "memory", "disk full.", "Mend it.");
        }
        documents.put(document, json);
    }

    String text(Document document) {
        return documents.getOrDefault(document, "");
    }

    @Override
    public String archiveLocation() {
        return "memory:archive";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
