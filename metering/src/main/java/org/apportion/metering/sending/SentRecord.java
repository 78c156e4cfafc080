package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.MeterRecord;

/**
 * A record that was sent, or is about to be, and the charges that it stands for.
 *
 * @param key sent as the marketplace's idempotency key; that of the charge for its first record
 * @param sentAsOf the timestamp that the marketplace is told, in every attempt
 * @param attempts started so far
 * @param notBefore when the next attempt or question is due
 * @param changedAt of its standing
 * @param moves the most moves of any of its charges
 * @param charges idempotency keys of the charges that have the record's standing, the oldest period first
 */
record SentRecord(
        String key,
        MeteredProduct account,
        String dimension,
        BigDecimal quantity,
        Map<String, BigDecimal> allocations,
        Instant sentAsOf,
        Standing standing,
        int attempts,
        Instant notBefore,
        Instant changedAt,
        int moves,
        List<String> charges) {

    SentRecord at(Standing next) {
        return with(next, attempts, moves, charges);
    }

    /** After a further attempt was started. */
    SentRecord startedAgain() {
        Standing sending =
                new Standing(ChargeState.SENDING, standing.doubt() || standing.state() == ChargeState.UNKNOWN);
        return with(sending, attempts + 1, moves, charges);
    }

    SentRecord joined(SentRecord same) {
        List<String> both = new ArrayList<>(charges);
        both.addAll(same.charges);
        return with(standing, attempts, Math.max(moves, same.moves), List.copyOf(both));
    }

    private SentRecord with(Standing newStanding, int newAttempts, int newMoves, List<String> newCharges) {
        return new SentRecord(
                key,
                account,
                dimension,
                quantity,
                allocations,
                sentAsOf,
                newStanding,
                newAttempts,
                notBefore,
                changedAt,
                newMoves,
                newCharges);
    }

    MeterRecord toSend() {
        return new MeterRecord(key, dimension, quantity, sentAsOf, allocations);
    }
}
