package org.apportion.metering.service;

import org.apportion.ledger.LedgerError;
import org.apportion.model.ApportionException;

/** Tells a ledger without space from one that is configured wrongly: somebody will free the one and must correct the other. */
final class FullDisk {
    private FullDisk() {}

    static boolean isOf(RuntimeException failure) {
        return failure instanceof ApportionException known
                && (known.code() == LedgerError.LEDGER_DISK_FULL || known.code() == LedgerError.LEDGER_UNWRITABLE);
    }
}
