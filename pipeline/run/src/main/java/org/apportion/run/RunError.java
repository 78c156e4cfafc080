package org.apportion.run;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can stop a run besides the errors of its steps. */
public enum RunError implements ErrorCode {
    /** The month has no cost record. */
    RUN_NO_RECORDS(ErrorKind.DATA),
    /** The month's amounts add up to more than 38 digits hold. */
    RUN_SUM_TOO_LARGE(ErrorKind.DATA),
    /** Charges and records differ. Nothing is published. */
    RUN_PROOF_FAILED(ErrorKind.CHECK),
    /** Something went wrong that no step foresees; the run's record names it. */
    RUN_FAILED(ErrorKind.INTERNAL),
    /** A command names a source that is not configured. */
    RUN_SOURCE_UNKNOWN(ErrorKind.USAGE);

    private final ErrorKind kind;

    RunError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
