package org.apportion.ingest.delivery;

import java.util.List;

/**
 * Reads the files of one source with an engine. Asked in this order: {@link #files}, {@link #content} of some of them,
 * {@link #rows} of the deliveries that are written. Used by one thread.
 */
public interface Feed {

    Content kind();

    /** All files, none twice by content, in order of name. */
    List<DeliveredFile> files();

    /** Reads a file and counts it; rows that cannot be read go to its rejects file. */
    FileContent content(DeliveredFile file);

    /** Length in bytes as delivered. */
    long bytes(DeliveredFile file);

    /**
     * Queries whose rows together are the delivery: columns and order as its table asks.
     *
     * @param delivery one whose files are all of this feed
     */
    List<String> rows(Delivery delivery);

    /** What the reader has to say besides, such as a guessed encoding; one sentence each. */
    List<String> notes();
}
