package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.apportion.model.metering.ChargeKey;

/**
 * A charge and where it stands.
 *
 * @param id {@link ChargeKey#idempotencyKey()}
 * @param doubt whether an attempt may have been billed without our knowing
 * @param recordKey key under which it was last sent, empty before; several charges that were summed have the same
 * @param changedAt when it came into its state
 * @param recordId the marketplace's, empty until billed
 * @param message what the marketplace or the operator said last, may be empty
 * @param moves how often it left a record to be sent as another one
 */
public record Charge(
        ChargeKey key,
        String id,
        BigDecimal quantity,
        Map<String, BigDecimal> allocations,
        ChargeEvidence evidence,
        Instant plannedAt,
        ChargeState state,
        boolean doubt,
        String recordKey,
        Instant changedAt,
        String recordId,
        String message,
        int moves) {

    public MeteredProduct account() {
        return new MeteredProduct(key.product(), key.customer());
    }
}
