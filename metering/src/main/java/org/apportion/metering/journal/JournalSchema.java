package org.apportion.metering.journal;

import org.apportion.ledger.LedgerSchema;

/** The tables of this room in the ledger. */
public final class JournalSchema implements LedgerSchema {

    @Override
    public String room() {
        return "metering";
    }

    @Override
    public int version() {
        return 3;
    }
}
