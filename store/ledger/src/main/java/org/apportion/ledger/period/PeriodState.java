package org.apportion.ledger.period;

import java.util.Locale;

/** Whether a month that was once closed still is. */
public enum PeriodState {
    /** Never changes; differences become corrections in a later month. */
    CLOSED,
    /** Was closed and may be run again. */
    REOPENED;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PeriodState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
