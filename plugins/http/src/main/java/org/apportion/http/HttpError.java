package org.apportion.http;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong when a plugin asks another system. */
public enum HttpError implements ErrorCode {
    /** No connection came about: the request was certainly not sent. */
    HTTP_NOT_REACHED(ErrorKind.PROVIDER),
    /** The request was sent and no complete answer came back in time. */
    HTTP_ANSWER_LOST(ErrorKind.PROVIDER),
    /** The answer has a status other than success. */
    HTTP_REFUSED(ErrorKind.PROVIDER),
    /** The answer's body is not what the interface promises. */
    HTTP_ANSWER_UNREADABLE(ErrorKind.PROVIDER),
    /** What was brought cannot be written to a file. */
    HTTP_FILE_UNWRITABLE(ErrorKind.RESOURCE),
    /** A setting that should be an address, a duration or a whole number is not, or a secret cannot be sent. */
    HTTP_SETTING_WRONG(ErrorKind.CONFIG);

    private final ErrorKind kind;

    HttpError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
