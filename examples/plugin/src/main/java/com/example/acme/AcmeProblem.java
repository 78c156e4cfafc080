package com.example.acme;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong in this plugin. */
enum AcmeProblem implements ErrorCode {
    /** A setting is missing or wrong. */
    ACME_SETTING_WRONG(ErrorKind.CONFIG),
    /** A document cannot be read or written. */
    ACME_DOCUMENT_FAILED(ErrorKind.RESOURCE);

    private final ErrorKind kind;

    AcmeProblem(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
