package org.apportion.metering.journal;

/** What became of closing a period. */
public sealed interface CloseOutcome {

    /** The period is closed and its charges are planned, now. */
    record Closed() implements CloseOutcome {}

    /** It was closed before with exactly these charges; nothing was written. */
    record ClosedBefore() implements CloseOutcome {}

    /** Nothing was written. */
    record Refused(Reason reason, String message) implements CloseOutcome {}

    /** Why. */
    enum Reason {
        /** The samples that count differ from those that the caller used: read them again and compute again. */
        INPUTS_CHANGED,
        /** The period was closed with other charges: a change of what is billed is an adjustment. */
        PLANNED_OTHERWISE,
        /** Another closed period overlaps. */
        OVERLAPS
    }
}
