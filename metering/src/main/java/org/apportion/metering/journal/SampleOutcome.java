package org.apportion.metering.journal;

/** What became of a reading. */
public enum SampleOutcome {
    /** It counts. */
    ADDED,
    /** It is kept, but its period was closed before: it is in no charge, unless somebody plans an adjustment. */
    LATE,
    /** An equal reading of that instant is there already. */
    SAME,
    /** A different reading of that instant is there and counts; this one is kept beside it and never counts. */
    CONFLICT
}
