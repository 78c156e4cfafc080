package org.apportion.ingest.delivery;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apportion.model.BillingMonth;

/**
 * Reads the files of one source with an engine. Asked in this order: {@link #files}, {@link #content} of some of them,
 * {@link #forEachQuery} for the deliveries that are written. Used by one thread.
 */
public interface Feed extends AutoCloseable {

    Content kind();

    /** All files, none twice by content, in order of name. */
    List<DeliveredFile> files();

    /** Reads a file and counts it; rows that cannot be read go to its rejects file. */
    FileContent content(DeliveredFile file);

    /** Months that the file stands for even where it has no rows of them: those become empty. Mostly none. */
    default Set<BillingMonth> promises(DeliveredFile file) {
        return Set.of();
    }

    /** Length in bytes as delivered. */
    long bytes(DeliveredFile file);

    /**
     * Looks whether a file still has the content that its hash stands for.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILE_REPLACED}
     */
    default void mustBeUnchanged(DeliveredFile file) {}

    /**
     * Hands out queries whose rows together are the delivery: columns and order as its table asks. Each must be run before
     * the call returns; then its temporary tables may go.
     *
     * @param delivery one whose files are all of this feed
     */
    void forEachQuery(Delivery delivery, Consumer<String> query);

    /**
     * Looks at what was written for one month before it counts.
     *
     * @param written relation of the rows that were just written
     * @param all relation of all rows of this source and month as they will be
     * @return remarks, one sentence each
     * @throws org.apportion.model.ApportionException if the rows must not count
     */
    List<String> examine(BillingMonth month, String written, String all);

    /** What the reader has to say besides, such as a guessed encoding; one sentence each. */
    List<String> notes();

    /** Frees the temporary tables. */
    @Override
    void close();
}
