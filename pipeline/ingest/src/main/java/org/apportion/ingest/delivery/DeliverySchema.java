package org.apportion.ingest.delivery;

import org.apportion.ledger.LedgerSchema;

/** The tables of this room in the ledger. */
public final class DeliverySchema implements LedgerSchema {

    @Override
    public String room() {
        return "ingest";
    }

    @Override
    public int version() {
        return 2;
    }
}
