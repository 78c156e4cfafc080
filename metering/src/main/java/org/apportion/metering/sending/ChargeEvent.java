package org.apportion.metering.sending;

import java.util.Locale;

/** What can happen to a charge after it was planned. */
public enum ChargeEvent {
    /** Written before a call. */
    ATTEMPT_STARTED,
    /** The marketplace billed it. */
    ACCEPTED,
    /** It had billed the same record before. */
    DUPLICATE_SAME,
    /** Another record holds the hour. */
    DUPLICATE_OTHER,
    /** Refused for good. */
    REJECTED,
    /** Certainly not billed by this call; may be sent again. */
    RETRY_LATER,
    /** The timestamp is too old for the marketplace; not billed by this call. */
    EXPIRED,
    /** The answer was lost, or the process ended before it was written. */
    ANSWER_LOST,
    /** Read back: it is there. */
    FOUND,
    /** Read back: another quantity is there. */
    FOUND_OTHER,
    /** Read back: it is not there, but a call that is still under way could be accepted. */
    NOT_FOUND,
    /** Read back: it is not there, and its timestamp is too old for anything under way to be accepted. */
    NOT_FOUND_FOR_GOOD,
    /** Nothing will tell whether it was billed. */
    UNRESOLVABLE,
    /** Gives its slot up to take a newer one. */
    MOVED,
    /** Quantity zero, and the marketplace takes none. */
    NOTHING_TO_SEND,
    /** The marketplace's rules forbid its quantity, so it is not even sent. */
    REFUSED_UNSENT,
    /** An operator gives it up. */
    WAIVED,
    /** An operator says that it was billed. */
    CONFIRMED,
    /** An operator says that it was not billed and must be sent as a new record. */
    RESEND_ORDERED;

    /** The word in the chain of events. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
