package org.apportion.ledger;

import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.apportion.model.ApportionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;

/**
 * Turns what a driver throws into an error that says what to do. Addresses with a password stand in no message, and a cause
 * that quotes one is left out, since causes are printed on request.
 */
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

    /** Only messages about an address that cannot be parsed quote it. */
    private static final String ADDRESS = "jdbc:";

    private final Vendor vendor;
    private final String place;

    SqlFailures(Vendor vendor, String place) {
        this.vendor = vendor;
        this.place = place;
    }

    ApportionException translate(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeLibraryNotFoundException) {
                return notUnpacked(failure);
            }
        }
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

    /** Result codes of SQLite, "Result and Error Codes". */
    private ApportionException sqlite(SQLException sql, RuntimeException failure) {
        return switch (sql.getErrorCode() & PRIMARY_CODE_BITS) {
            case SQLITE_BUSY, SQLITE_LOCKED -> busy(failure);
            case SQLITE_READONLY -> readOnly(failure);
            case SQLITE_FULL -> diskFull(failure);
            case SQLITE_IOERR ->
                error(
                        LedgerError.LEDGER_UNWRITABLE,
                        "the disk of the ledger's file fails or is full, or a limit of file size is reached.",
                        "Look at the disk, then run the command again; nothing was changed.",
                        failure);
            case SQLITE_CANTOPEN -> cannotOpen(failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                error(
                        LedgerError.LEDGER_DAMAGED,
                        "the file is no SQLite database or is damaged.",
                        "Restore it from a backup, or correct the ledger's address.",
                        failure);
            default -> mistake(failure);
        };
    }

    /** Classes of PostgreSQL, Appendix A, "PostgreSQL Error Codes". */
    private ApportionException postgresql(SQLException sql, RuntimeException failure) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (String.valueOf(sql.getMessage()).contains(ADDRESS)) {
            return noDriver();
        }
        if (state.startsWith("08")) {
            return unreachable(sql, failure);
        }
        if (state.startsWith("28")) {
            return error(
                    LedgerError.LEDGER_LOGIN_REFUSED,
                    "the database server refuses the user or the password.",
                    "Correct the secret that the ledger's address refers to, or ask who runs the server.",
                    failure);
        }
        if (state.startsWith("3D")) {
            return error(
                    LedgerError.LEDGER_DATABASE_MISSING,
                    "the server has no database of this name.",
                    "Create it (it may be empty), or correct the ledger's address.",
                    failure);
        }
        if (state.startsWith("57P")) {
            return error(
                    LedgerError.LEDGER_UNREACHABLE,
                    "the database server is starting or shutting down.",
                    "Wait until it is up and run the command again; nothing was changed.",
                    failure);
        }
        if (state.startsWith("40") || state.equals("55P03")) {
            return busy(failure);
        }
        if (state.equals("25006")) {
            return readOnly(failure);
        }
        if (state.equals("53100")) {
            return diskFull(failure);
        }
        if (state.startsWith("53")) {
            return error(
                    LedgerError.LEDGER_UNWRITABLE,
                    "the database server has no memory or no connection left.",
                    "Raise its limits or end other connections, then run the command again; nothing was changed.",
                    failure);
        }
        if (state.equals("42501")) {
            return error(
                    LedgerError.LEDGER_LOGIN_REFUSED,
                    "the user of the ledger lacks a right.",
                    "Let the user create and change tables in the database.",
                    failure);
        }
        return mistake(failure);
    }

    private ApportionException unreachable(SQLException sql, RuntimeException failure) {
        for (Throwable cause = sql; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return error(
                        LedgerError.LEDGER_UNREACHABLE,
                        "nobody knows a host of this name.",
                        "Correct the host in the ledger's address, or look at the name service.",
                        failure);
            }
        }
        return error(
                LedgerError.LEDGER_UNREACHABLE,
                "no database server answers there, or the connection to it broke.",
                "Start the server, or correct host and port in the ledger's address.",
                failure);
    }

    /** The cause would quote the whole address. */
    private ApportionException noDriver() {
        return error(
                LedgerError.LEDGER_ADDRESS_UNKNOWN,
                "no database driver understands the address.",
                "Write it as jdbc:postgresql://host:port/database?user=...&password=..., the port a number.",
                null);
    }

    private ApportionException busy(RuntimeException failure) {
        return error(
                LedgerError.LEDGER_BUSY,
                "another process is writing to the ledger and did not finish in time.",
                "Wait until it ends and run the command again.",
                failure);
    }

    private ApportionException readOnly(RuntimeException failure) {
        return error(
                LedgerError.LEDGER_READ_ONLY,
                vendor == Vendor.SQLITE
                        ? "the ledger's file or its folder may only be read."
                        : "the database may only be read; it may be a standby.",
                vendor == Vendor.SQLITE
                        ? "Correct its permissions or the volume's, then run the command again; nothing was changed."
                        : "Point the ledger's address to the primary server; nothing was changed.",
                failure);
    }

    /** The driver unpacks its native part at the first connection of a process. */
    private ApportionException notUnpacked(RuntimeException failure) {
        return error(
                LedgerError.LEDGER_UNWRITABLE,
                "the database driver cannot be unpacked into the temporary folder: its disk is full, a limit of file size is"
                        + " reached, or programs may not run from there.",
                "Free space or raise the limit, or name another folder with -Dorg.sqlite.tmpdir in JAVA_TOOL_OPTIONS; nothing"
                        + " was changed.",
                failure);
    }

    private ApportionException diskFull(RuntimeException failure) {
        return error(
                LedgerError.LEDGER_DISK_FULL,
                "no space is left on the ledger's disk.",
                "Free space, then run the command again; nothing was changed.",
                failure);
    }

    private ApportionException cannotOpen(RuntimeException failure) {
        return error(
                LedgerError.LEDGER_OPEN_FAILED,
                "the ledger's file cannot be opened or created: its folder is missing, is no folder, or refuses access.",
                "Check the path under data or ledger in the configuration, and its permissions.",
                failure);
    }

    private ApportionException mistake(RuntimeException failure) {
        return error(
                LedgerError.LEDGER_FAILED,
                "a statement failed.",
                "Report this with the log; nothing was changed.",
                failure);
    }

    private ApportionException error(
            LedgerError code, String problem, String nextStep, @Nullable RuntimeException failure) {
        return new ApportionException(code, place, problem, nextStep, failure);
    }
}
