package org.apportion.report;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** Why a question has no answer. */
public enum ReportError implements ErrorCode {
    /** The month has no committed run, so it has no charges. */
    REPORT_NO_RUN(ErrorKind.USAGE),
    /** The month is not closed, so it has no frozen statement. */
    REPORT_NOT_CLOSED(ErrorKind.USAGE),
    /** A word to group or filter by that does not exist. */
    REPORT_WORD_UNKNOWN(ErrorKind.USAGE),
    /** A question cannot be read: a filter without {@code =}, a month range that ends before it starts, and the like. */
    REPORT_QUESTION_UNREADABLE(ErrorKind.USAGE),
    /** No charge, unit or record has that name. */
    REPORT_NOT_FOUND(ErrorKind.USAGE),
    /** Several charges or records have that name. */
    REPORT_AMBIGUOUS(ErrorKind.USAGE),
    /** Charges of several currencies where only one can be told. */
    REPORT_CURRENCIES_MIXED(ErrorKind.CONFIG),
    /** A question to the lake, for metering what Apportion computed, is not understood or has no single answer. */
    LAKE_QUESTION_UNREADABLE(ErrorKind.CONFIG),
    /** A recomputed charge differs from the stored one. */
    REPORT_RECOMPUTED_DIFFERS(ErrorKind.CHECK);

    private final ErrorKind kind;

    ReportError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
