package org.apportion.publish.journal;

import org.apportion.ledger.LedgerSchema;

/** The tables of what went out: files that were issued, and attempts to send them. */
public final class UploadSchema implements LedgerSchema {
    @Override
    public String room() {
        return "upload";
    }

    @Override
    public int version() {
        return 3;
    }
}
