package org.apportion.lake;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with the lake. */
public enum LakeError implements ErrorCode {
    /** The folder and the ledger do not belong together. */
    LAKE_OF_OTHER_LEDGER(ErrorKind.CONFIG),
    /** The ledger knows tables, but the folder is empty, as when a volume is not mounted, or it was moved. */
    LAKE_MISSING(ErrorKind.RESOURCE),
    /** A file or the catalog could not be written: disk full, read-only, no permission. Nothing was changed. */
    LAKE_WRITE_FAILED(ErrorKind.RESOURCE),
    /** A file of the lake cannot be read, or the catalog lacks a snapshot that the ledger names. */
    LAKE_DAMAGED(ErrorKind.RESOURCE),
    /** Somebody else wrote a table while this process had the writer's lease. */
    LAKE_CHANGED(ErrorKind.RESOURCE),
    /** A table was made with other columns than this program knows. */
    LAKE_SCHEMA_DIFFERS(ErrorKind.CONFIG),
    /** Rows were written into a slice that they do not belong to. */
    LAKE_SLICE_MIXED(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    LakeError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
