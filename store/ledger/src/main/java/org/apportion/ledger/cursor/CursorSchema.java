package org.apportion.ledger.cursor;

import org.apportion.ledger.LedgerSchema;

/** The table of cursors. */
public final class CursorSchema implements LedgerSchema {
    @Override
    public String room() {
        return "cursor";
    }

    @Override
    public int version() {
        return 1;
    }
}
