package org.apportion.metering.journal;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with the journal of metering. */
public enum JournalError implements ErrorCode {
    /** A number of a reading has more digits than any meter needs, or a name more characters than any listing has. */
    METER_VALUE_TOO_LONG(ErrorKind.DATA),
    /** A charge that does not exist, or whose state does not allow what was asked. */
    METER_CHARGE_STATE(ErrorKind.USAGE),
    /** A charge was planned again under the same key with another quantity. */
    METER_PLAN_CHANGED(ErrorKind.CHECK);

    private final ErrorKind kind;

    JournalError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
