package org.apportion.spi.metering;

import java.util.List;

/** The product that is asked how much is in use. */
public interface ProductUsage extends AutoCloseable {

    /**
     * Asks once. Retrying is the caller's business.
     *
     * @throws org.apportion.model.ApportionException with a code of the plugin if the product does not answer, or answers
     *     what cannot be read; nothing of the answer's text beyond names of metrics is in the message
     */
    UsageReading read();

    /**
     * Everything that the product has to say now: several readings where it keeps them, such as the lines of a file. A reading
     * may be told again; the journal keeps it once.
     *
     * @throws org.apportion.model.ApportionException as {@link #read}
     */
    default List<UsageReading> readAll() {
        return List.of(read());
    }

    /**
     * What was wrong at the last question although it was answered, such as a metric without a value or an event that
     * contradicts another: whole sentences for the product's pages, empty if nothing was.
     */
    default List<String> complaints() {
        return List.of();
    }

    /** What is worth a line in the log of the last question, and is no error: whole sentences, empty mostly. */
    default List<String> notes() {
        return List.of();
    }

    /** These readings are on disk now, in the journal; a source that kept them until then need not tell them again. */
    default void journaled(List<UsageReading> readings) {
        // A source that is asked has nothing to forget.
    }

    @Override
    void close();
}
