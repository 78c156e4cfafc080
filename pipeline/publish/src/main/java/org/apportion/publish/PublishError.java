package org.apportion.publish;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong while writing results. */
public enum PublishError implements ErrorCode {
    /** The target folder cannot be written or its disk is full. */
    PUBLISH_NOT_WRITABLE(ErrorKind.RESOURCE),
    /** An output would overwrite a file that Apportion did not write. */
    PUBLISH_FOREIGN_FILE(ErrorKind.CONFIG),
    /** A template names a field that does not exist. */
    PUBLISH_UNKNOWN_FIELD(ErrorKind.CONFIG),
    /** A template's charset cannot hold a character of the data. */
    PUBLISH_CHARSET(ErrorKind.CONFIG),
    /** An export would add up to something else than what was booked. */
    PUBLISH_SUM_DIFFERS(ErrorKind.CHECK),
    /** A FOCUS export would break a rule of the specification. */
    PUBLISH_NOT_CONFORMANT(ErrorKind.CHECK),
    /** Charges do not sum to the invoice that is handed on with them. */
    PUBLISH_INVOICE_DIFFERS(ErrorKind.CHECK),
    /** An output accepts a rule that the specification does not have. */
    PUBLISH_RULE_UNKNOWN(ErrorKind.CONFIG);

    private final ErrorKind kind;

    PublishError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
