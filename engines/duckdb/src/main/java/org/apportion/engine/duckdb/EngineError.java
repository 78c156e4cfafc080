package org.apportion.engine.duckdb;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong while an engine works. */
enum EngineError implements ErrorCode {
    /** The engine's memory limit does not suffice, even with spilling. */
    ENGINE_OUT_OF_MEMORY(ErrorKind.RESOURCE),
    /** The disk of the output or of the temporary folder is full. */
    ENGINE_DISK_FULL(ErrorKind.RESOURCE),
    /** A file is truncated, or is not what its name says. */
    ENGINE_FILE_DAMAGED(ErrorKind.DATA),
    /** A file that should be read is not there. */
    ENGINE_FILE_MISSING(ErrorKind.RESOURCE),
    /** A file may not be read or written, or the target exists already. */
    ENGINE_FILE_REFUSED(ErrorKind.RESOURCE),
    /** A row of a delimited file has the wrong number of cells or broken quotes. */
    ENGINE_ROW_MALFORMED(ErrorKind.DATA),
    /** A text file is not in the encoding that was stated. */
    ENGINE_ENCODING_WRONG(ErrorKind.DATA),
    /** A number or a sum needs more than the 38 digits that decimals have. */
    ENGINE_NUMBER_TOO_LARGE(ErrorKind.DATA),
    /** A column that must have a value lacks one in the result of a plan. */
    ENGINE_VALUE_MISSING(ErrorKind.CHECK),
    /** The engine's settings are not accepted. */
    ENGINE_SETTING_WRONG(ErrorKind.CONFIG),
    /** Everything else. */
    ENGINE_FAILED(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    EngineError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
