package org.apportion.cli;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong in the command line itself. */
enum CliError implements ErrorCode {
    /** Standard output cannot be written. */
    OUTPUT_LOST(ErrorKind.RESOURCE),
    /** The bundled example cannot be copied. */
    DEMO_NOT_COPIED(ErrorKind.RESOURCE),
    /** A question without a month, and no month was run yet. */
    NO_MONTH_YET(ErrorKind.USAGE),
    /** The address for health and metrics is no host and port. */
    LISTEN_UNREADABLE(ErrorKind.USAGE),
    /** A period on the command line is no period. */
    PERIOD_UNREADABLE(ErrorKind.USAGE),
    /** An action that changes what is billed was not confirmed. */
    NOT_CONFIRMED(ErrorKind.USAGE),
    /** An option's number is out of its range. */
    OPTION_OUT_OF_RANGE(ErrorKind.USAGE),
    /** A unit that the organization does not have. */
    UNIT_UNKNOWN(ErrorKind.USAGE),
    /** A published file did not reach another system; the run itself counts. */
    UPLOADS_FAILED(ErrorKind.UPLOAD),
    /** A rule or rule pack that there is not. */
    RULE_UNKNOWN(ErrorKind.USAGE),
    /** A page would replace a file that Apportion did not write. */
    PAGE_IS_FOREIGN(ErrorKind.RESOURCE),
    /** Charges cannot be loaded into Prometheus. */
    FEED_FAILED(ErrorKind.RESOURCE),
    /** A month that was loaded has changed, and samples in Prometheus cannot be replaced. */
    FEED_MONTH_CHANGED(ErrorKind.CHECK),
    /** Prometheus does not delete what was loaded before. */
    FEED_NOT_DELETED(ErrorKind.PROVIDER),
    /** A page cannot be written. */
    PAGE_NOT_WRITTEN(ErrorKind.RESOURCE);

    private final ErrorKind kind;

    CliError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
