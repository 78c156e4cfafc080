package org.apportion.metering.sending;

import java.time.Instant;
import org.apportion.spi.metering.Evidence;

/**
 * What happened to a record, to be written.
 *
 * @param recordId the marketplace's, empty unless billed
 * @param message for people, may be empty
 * @param notBefore when the next attempt or question is due
 */
record Outcome(ChargeEvent event, String recordId, String message, Instant notBefore, Evidence evidence) {
    static final Evidence NO_CALL = new Evidence("", "");

    static Outcome of(ChargeEvent event, String message, Instant notBefore) {
        return new Outcome(event, "", message, notBefore, NO_CALL);
    }
}
