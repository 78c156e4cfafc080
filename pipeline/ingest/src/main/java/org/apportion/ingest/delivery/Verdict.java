package org.apportion.ingest.delivery;

/** What an import does with a delivery. */
public enum Verdict {
    /** The slice had no rows before. */
    NEW,
    /** The lake holds exactly this already. */
    UNCHANGED,
    /** It takes the place of the slice's rows. */
    REPLACED,
    /** A newer one is in the lake, so this one is left out. */
    OLDER,
    /** Another slice of the month holds the same files, so this one is left out. */
    DUPLICATE;

    /** Whether rows have to be written. */
    public boolean writes() {
        return this == NEW || this == REPLACED;
    }
}
