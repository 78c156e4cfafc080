package org.apportion.metering.local;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with local documents, the local marketplace and usage over HTTP. */
public enum LocalError implements ErrorCode {
    /** A setting of the plugin is missing, unknown or wrong. */
    METER_LOCAL_SETTING(ErrorKind.CONFIG),
    /** A document is there but cannot be read, or is not JSON. */
    METER_DOCUMENT_UNREADABLE(ErrorKind.RESOURCE),
    /** A document or the file of records cannot be written. */
    METER_DOCUMENT_UNWRITABLE(ErrorKind.RESOURCE),
    /** A file of samples cannot be read. */
    METER_SAMPLES_UNREAD(ErrorKind.DATA),
    /** The product did not tell its usage. */
    METER_USAGE_UNREAD(ErrorKind.PROVIDER);

    private final ErrorKind kind;

    LocalError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
