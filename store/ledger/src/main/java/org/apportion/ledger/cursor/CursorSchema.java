package org.apportion.ledger.cursor;

import org.apportion.ledger.LedgerSchema;

/** The tables of cursors and of what was told. */
public final class CursorSchema implements LedgerSchema {
    @Override
    public String room() {
        return "cursor";
    }

    @Override
    public int version() {
        return 2;
    }
}
