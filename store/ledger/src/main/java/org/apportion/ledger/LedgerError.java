package org.apportion.ledger;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with the ledger. */
public enum LedgerError implements ErrorCode {
    /** The JDBC address is of no supported database. */
    LEDGER_ADDRESS_UNKNOWN(ErrorKind.CONFIG),
    /** The database could not be opened: folder, permission, network, password. */
    LEDGER_OPEN_FAILED(ErrorKind.RESOURCE),
    /** Another process holds a lease or a lock. */
    LEDGER_BUSY(ErrorKind.RESOURCE),
    /** A lease expired and somebody else took it; nothing may be committed under it. */
    LEDGER_LEASE_LOST(ErrorKind.RESOURCE),
    /** The database holds tables of a newer Apportion. */
    LEDGER_NEWER(ErrorKind.CONFIG),
    /** A migration did not go through; the ledger is as it was before. */
    LEDGER_MIGRATION_FAILED(ErrorKind.RESOURCE),
    /** The disk is full or the file cannot be written. */
    LEDGER_UNWRITABLE(ErrorKind.RESOURCE),
    /** The file is no database or is damaged. */
    LEDGER_DAMAGED(ErrorKind.RESOURCE),
    /** A statement failed for a reason that is a mistake of Apportion. */
    LEDGER_FAILED(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    LedgerError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
