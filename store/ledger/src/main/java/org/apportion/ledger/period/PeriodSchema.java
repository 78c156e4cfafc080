package org.apportion.ledger.period;

import org.apportion.ledger.LedgerSchema;

/** The tables of closed months. */
public final class PeriodSchema implements LedgerSchema {
    @Override
    public String room() {
        return "period";
    }

    @Override
    public int version() {
        return 1;
    }
}
