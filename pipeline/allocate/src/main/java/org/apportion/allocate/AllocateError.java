package org.apportion.allocate;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong while a month is split. */
public enum AllocateError implements ErrorCode {
    /** Two different record groups or tag contexts have the same hash; charging them together would be wrong. */
    ALLOCATE_GROUP_COLLISION(ErrorKind.INTERNAL),
    /** Shares or part weights of a rule vanish below 1e-9, or sum to more than 4.6e9. */
    ALLOCATE_WEIGHTS_OUT_OF_RANGE(ErrorKind.CONFIG),
    /** A rule names a column that is no group column. */
    ALLOCATE_COLUMN_UNKNOWN(ErrorKind.CONFIG);

    private final ErrorKind kind;

    AllocateError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
