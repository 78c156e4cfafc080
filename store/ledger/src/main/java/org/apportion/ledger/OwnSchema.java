package org.apportion.ledger;

/** The tables of the ledger itself; migrated before all others. */
public final class OwnSchema implements LedgerSchema {
    static final String ROOM = "ledger";

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public int version() {
        return 1;
    }
}
