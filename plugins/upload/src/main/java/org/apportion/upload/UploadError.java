package org.apportion.upload;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong while a file is handed to another system. */
public enum UploadError implements ErrorCode {
    /** No connection came about: the file was certainly not sent. */
    UPLOAD_NOT_REACHED(ErrorKind.PROVIDER),
    /** The connection ended before the other side had confirmed the file: it may have arrived. */
    UPLOAD_ANSWER_LOST(ErrorKind.PROVIDER),
    /** The other side did not take the file. */
    UPLOAD_REFUSED(ErrorKind.PROVIDER),
    /** The other side did not accept the login. */
    UPLOAD_LOGIN_REFUSED(ErrorKind.PROVIDER),
    /** The other side is not who it should be: nothing was sent to it. */
    UPLOAD_HOST_UNKNOWN(ErrorKind.PROVIDER),
    /** A file cannot be read, or written in the wanted character set. */
    UPLOAD_NOT_ENCODED(ErrorKind.RESOURCE),
    /** A setting of an upload is missing, wrong or unknown. */
    UPLOAD_SETTING_WRONG(ErrorKind.CONFIG);

    private final ErrorKind kind;

    UploadError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
