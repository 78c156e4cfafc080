package org.apportion.metering.sending;

/**
 * What became of a heartbeat of one dimension.
 *
 * @param message what the marketplace said, may be empty
 */
public record HeartbeatResult(String dimension, Outcome outcome, String message) {

    /** The outcomes. */
    public enum Outcome {
        /** The marketplace took it. */
        SENT,
        /** It did not, or its answer was lost; the next slot follows. */
        FAILED,
        /** This slot was sent before. */
        SENT_BEFORE,
        /** A charge tells that the product is alive, or needs the hour. */
        COVERED,
        /** The marketplace takes no zero. */
        NOT_TAKEN
    }
}
