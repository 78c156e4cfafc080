package org.apportion.metering.sending;

import org.apportion.metering.journal.ChargeState;

/**
 * Where a charge stands.
 *
 * @param doubt whether an attempt may have been billed without our knowing. A later refusal of the same record does not end
 *     it: the refusal speaks of its own call only
 */
public record Standing(ChargeState state, boolean doubt) {
    static final Standing PLANNED = new Standing(ChargeState.PLANNED, false);

    static Standing sure(ChargeState state) {
        return new Standing(state, false);
    }

    static Standing doubtful(ChargeState state) {
        return new Standing(state, true);
    }
}
