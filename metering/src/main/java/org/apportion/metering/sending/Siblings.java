package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.apportion.metering.journal.ChargeState;

/**
 * Other records of the same dimension and UTC day as a record that is looked for, in which its line could be mistaken.
 *
 * @param records without the one that is looked for
 * @param foreign whether an adapter before us may have sent something that day
 */
record Siblings(List<Sibling> records, boolean foreign) {
    Siblings {
        records = List.copyOf(records);
    }

    /** Whether a record is billed. */
    enum Billed {
        YES,
        NO,
        /** Nobody knows yet. */
        OPEN
    }

    record Sibling(Instant sentAsOf, BigDecimal quantity, Billed billed) {}

    /** @param state of the record; {@code left} if its charges are sent as another one */
    static Billed billed(String state, boolean doubt) {
        if (state.equals(ChargeState.ACCEPTED.id()) || state.equals(ChargeState.DUPLICATE_SAME.id())) {
            return Billed.YES;
        }
        boolean surelyNot = state.equals(RecordChanges.LEFT)
                || state.equals(ChargeState.RETRY_AT.id())
                || state.equals(ChargeState.REJECTED.id())
                || state.equals(ChargeState.EXPIRED.id());
        return surelyNot && !doubt ? Billed.NO : Billed.OPEN;
    }

    /** The sum of those that are billed, or of those of which nobody knows. */
    BigDecimal sum(Billed which) {
        return records.stream()
                .filter(each -> each.billed() == which)
                .map(Sibling::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
