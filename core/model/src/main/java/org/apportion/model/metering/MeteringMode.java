package org.apportion.model.metering;

/**
 * Which of two readings of an adapter's file counts where csp-billing-adapter's public text and its behavior differ. Neither
 * reproduces a crash, a loss of usage or a second charge; every difference is in the table of {@code metering/README.md}.
 */
public enum MeteringMode {
    /** What the adapter's public text promises; the default, also for a file that names no mode. */
    DOCUMENTED,
    /** What the adapter's code does, as far as it costs nobody money. */
    COMPAT,
    /**
     * What {@link #DOCUMENTED} meant before it was mended. No configuration can choose it: only the terms of periods that were
     * closed so have it, since a closed period is computed again by what held then.
     */
    FORMER
}
