package org.apportion.metering.audit;

import java.time.Instant;
import java.util.List;
import org.apportion.ledger.Instants;
import org.apportion.spi.metering.Evidence;

/**
 * One event of the chain.
 *
 * @param sequence from 1, without gaps
 * @param subject idempotency key of the charge or of the record that was sent, or a digest that names product and customer
 * @param event such as {@code charge_planned}, {@code attempt_started}, {@code accepted}
 * @param fencing token of the lease under which it was written; 0 for an operator's action
 * @param detail a JSON object; holds no secret
 * @param evidence digests of what went over the wire, empty where nothing did
 * @param hash of this event's parts and of the hash before
 */
public record AuditEvent(
        long sequence,
        String subject,
        String event,
        Instant at,
        long fencing,
        String detail,
        Evidence evidence,
        String hash) {

    /** The hash that this event must have after the given one. */
    String hashAfter(String previousHash) {
        return hash(sequence, subject, event, at, fencing, detail, evidence, previousHash);
    }

    static String hash(
            long sequence,
            String subject,
            String event,
            Instant at,
            long fencing,
            String detail,
            Evidence evidence,
            String previousHash) {
        return PartsDigest.of(List.of(
                Long.toString(sequence),
                subject,
                event,
                Instants.text(at),
                Long.toString(fencing),
                detail,
                evidence.requestDigest(),
                evidence.responseDigest(),
                previousHash));
    }
}
