package org.apportion.spi.metering;

import java.util.Optional;

/**
 * Keeps the documents that the product's own pages read: projections of the journal, never the truth. A document is a JSON
 * text.
 */
public interface DocumentStore extends AutoCloseable {

    /** Which document. */
    enum Document {
        CSP_CONFIG,
        CACHE,
        ARCHIVE
    }

    /**
     * Reads a document.
     *
     * @return empty only if the store is readable and holds none
     * @throws org.apportion.model.ApportionException if the store cannot be read or the document is damaged: never taken for
     *     "none"
     */
    Optional<String> read(Document document);

    /** Replaces a document as a whole: a reader sees the old or the new one, and a crash leaves one of the two. */
    void write(Document document, String json);

    /** Where the archive is kept, as a text for the reader of csp-config. */
    String archiveLocation();

    @Override
    void close();
}
