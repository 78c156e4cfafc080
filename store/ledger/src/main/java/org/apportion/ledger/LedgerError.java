package org.apportion.ledger;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with the ledger. */
public enum LedgerError implements ErrorCode {
    /** The JDBC address is of no supported database, or no driver understands it. */
    LEDGER_ADDRESS_UNKNOWN(ErrorKind.CONFIG),
    /** The file of the database could not be opened or created. */
    LEDGER_OPEN_FAILED(ErrorKind.RESOURCE),
    /** No database server answers at the address, or the connection to it broke. */
    LEDGER_UNREACHABLE(ErrorKind.RESOURCE),
    /** The database server refuses the user or the password. */
    LEDGER_LOGIN_REFUSED(ErrorKind.CONFIG),
    /** The server has no database of that name. */
    LEDGER_DATABASE_MISSING(ErrorKind.CONFIG),
    /** Another process holds a lease or a lock. */
    LEDGER_BUSY(ErrorKind.RESOURCE),
    /** A lease expired and somebody else took it; nothing may be committed under it. */
    LEDGER_LEASE_LOST(ErrorKind.RESOURCE),
    /** The database holds tables of a newer Apportion. */
    LEDGER_NEWER(ErrorKind.CONFIG),
    /** A migration did not go through; the ledger is as it was before. */
    LEDGER_MIGRATION_FAILED(ErrorKind.RESOURCE),
    /** The disk of the database is full. */
    LEDGER_DISK_FULL(ErrorKind.RESOURCE),
    /** The database or its file may only be read. */
    LEDGER_READ_ONLY(ErrorKind.RESOURCE),
    /** The disk of the database fails, or the server lacks something else that it needs to write. */
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
