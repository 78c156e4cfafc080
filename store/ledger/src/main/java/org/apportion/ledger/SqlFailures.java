package org.apportion.ledger;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.apportion.model.ApportionException;

/** Turns what a driver throws into an error that says what to do. */
final class SqlFailures {
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_NOTADB = 26;
    private static final int PRIMARY_CODE_BITS = 0xff;

    private final Vendor vendor;
    private final String place;

    SqlFailures(Vendor vendor, String place) {
        this.vendor = vendor;
        this.place = place;
    }

    ApportionException translate(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApportionException known) {
                return known;
            }
            if (cause instanceof UncheckedIOException unwritable) {
                return cannotOpen(unwritable);
            }
            if (cause instanceof SQLException sql) {
                return vendor == Vendor.SQLITE ? sqlite(sql, failure) : postgresql(sql, failure);
            }
        }
        return mistake(failure);
    }

    private ApportionException sqlite(SQLException sql, RuntimeException failure) {
        return switch (sql.getErrorCode() & PRIMARY_CODE_BITS) {
            case SQLITE_BUSY, SQLITE_LOCKED -> busy(failure);
            case SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL -> unwritable(failure);
            case SQLITE_CANTOPEN -> cannotOpen(failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                new ApportionException(
                        LedgerError.LEDGER_DAMAGED,
                        place,
                        "the file is no SQLite database or is damaged.",
                        "Restore it from a backup, or correct the ledger's address.",
                        failure);
            default -> mistake(failure);
        };
    }

    /** Classes of PostgreSQL, Appendix A, "PostgreSQL Error Codes". */
    private ApportionException postgresql(SQLException sql, RuntimeException failure) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.startsWith("08") || state.startsWith("28") || state.startsWith("3D") || state.startsWith("57P")) {
            return cannotOpen(failure);
        }
        if (state.startsWith("40") || state.equals("55P03")) {
            return busy(failure);
        }
        if (state.startsWith("53") || state.equals("25006")) {
            return unwritable(failure);
        }
        return mistake(failure);
    }

    private ApportionException busy(RuntimeException failure) {
        return new ApportionException(
                LedgerError.LEDGER_BUSY,
                place,
                "another process is writing to the ledger and did not finish in time.",
                "Wait until it ends and run the command again.",
                failure);
    }

    private ApportionException unwritable(RuntimeException failure) {
        return new ApportionException(
                LedgerError.LEDGER_UNWRITABLE,
                place,
                "the ledger cannot be written: the disk is full or it is read-only.",
                "Free space or correct the permissions, then run the command again; nothing was changed.",
                failure);
    }

    private ApportionException cannotOpen(RuntimeException failure) {
        return new ApportionException(
                LedgerError.LEDGER_OPEN_FAILED,
                place,
                "the ledger cannot be opened: it is not reachable, or the folder, user or password is wrong.",
                "Check the ledger's address and permissions in the configuration.",
                failure);
    }

    private ApportionException mistake(RuntimeException failure) {
        return new ApportionException(
                LedgerError.LEDGER_FAILED,
                place,
                "a statement failed.",
                "Report this with the log; nothing was changed.",
                failure);
    }
}
