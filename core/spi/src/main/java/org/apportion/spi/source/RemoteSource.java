package org.apportion.spi.source;

import org.apportion.spi.Progress;

/** Brings what a provider offers into local files. Reading them is the import's business. */
public interface RemoteSource extends AutoCloseable {

    /**
     * Brings everything of the window that is new or has changed. What was brought before and is the same is not brought again.
     * May be killed at any point and called again: a file appears under its final name only when it is whole, and what is left
     * of a killed call is carried on with or removed.
     *
     * @param progress told in bytes, files or calls, whichever the source knows
     * @throws org.apportion.model.ApportionException with a code of the plugin; the message says which permission or setting to
     *     mend, and holds no secret. What was whole before the failure stays
     */
    Fetched fetch(FetchWindow window, Progress progress);

    @Override
    void close();
}
