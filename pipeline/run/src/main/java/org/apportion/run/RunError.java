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
    /** The month is closed, so it cannot be run again. */
    RUN_MONTH_CLOSED(ErrorKind.USAGE),
    /** Something stands in the way of closing a month. */
    PERIOD_NOT_READY(ErrorKind.CHECK),
    /** A month to be reopened is not closed. */
    PERIOD_NOT_CLOSED(ErrorKind.USAGE),
    /** A month cannot be reopened, because something of it has gone out or is built upon. */
    PERIOD_ISSUED(ErrorKind.USAGE),
    /** A command names a source that is not configured. */
    RUN_SOURCE_UNKNOWN(ErrorKind.USAGE),
    /** What is in the configuration cannot be forgotten. */
    RUN_SOURCE_CONFIGURED(ErrorKind.USAGE),
    /** A command names a fetch that is not configured. */
    FETCH_UNKNOWN(ErrorKind.USAGE),
    /** A fetch names a plugin that is not installed. */
    FETCH_PLUGIN_UNKNOWN(ErrorKind.CONFIG),
    /** The folder of a fetch cannot be made. */
    FETCH_FOLDER(ErrorKind.RESOURCE),
    /** A plugin failed in a way that it did not foresee. */
    FETCH_FAILED(ErrorKind.INTERNAL),
    /** A command names an upload that is not configured. */
    UPLOAD_UNKNOWN(ErrorKind.USAGE),
    /** An upload names a plugin that is not installed. */
    UPLOAD_PLUGIN_UNKNOWN(ErrorKind.CONFIG),
    /** A month to be published has no run. */
    UPLOAD_NO_RUN(ErrorKind.USAGE),
    /** The file to send is not there, or another run wrote it. */
    UPLOAD_FILE_MISSING(ErrorKind.DATA),
    /** The file to send is not what the run published. */
    UPLOAD_FILE_CHANGED(ErrorKind.CHECK),
    /** An upload's plugin failed in a way that it did not foresee. */
    UPLOAD_FAILED(ErrorKind.INTERNAL),
    /** A file to check holds no dataset of FOCUS, or not of the version asked for. */
    RUN_FOCUS_UNKNOWN(ErrorKind.DATA),
    /** A file of a further FOCUS dataset that cannot be handed on in a bundle. */
    RUN_FOCUS_DATASET(ErrorKind.DATA);

    private final ErrorKind kind;

    RunError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
