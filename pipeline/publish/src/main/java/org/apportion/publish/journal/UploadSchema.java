package org.apportion.publish.journal;

import org.apportion.ledger.LedgerSchema;

/** The table of uploads. */
public final class UploadSchema implements LedgerSchema {
    @Override
    public String room() {
        return "upload";
    }

    @Override
    public int version() {
        return 2;
    }
}
