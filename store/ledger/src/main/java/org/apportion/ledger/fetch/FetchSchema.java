package org.apportion.ledger.fetch;

import org.apportion.ledger.LedgerSchema;

/** The table of fetches. */
public final class FetchSchema implements LedgerSchema {
    @Override
    public String room() {
        return "fetch";
    }

    @Override
    public int version() {
        return 1;
    }
}
