package org.apportion.prometheus;

import org.apportion.model.ApportionException;
import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with usage from Prometheus. */
enum PrometheusError implements ErrorCode {
    /** No answer, or none of Prometheus. */
    PROMETHEUS_NOT_REACHED(ErrorKind.PROVIDER),
    /** The server wants other credentials. */
    PROMETHEUS_ACCESS_REFUSED(ErrorKind.PROVIDER),
    /** The server cannot run a query. */
    PROMETHEUS_QUERY_REFUSED(ErrorKind.PROVIDER),
    /** A single hour of a query is more than the server or Apportion takes. */
    PROMETHEUS_HOUR_TOO_LARGE(ErrorKind.PROVIDER),
    /** None of the queries about a product has a value that can be used. */
    PROMETHEUS_NO_USAGE(ErrorKind.PROVIDER),
    /** An answer is not what the interface promises. */
    PROMETHEUS_ANSWER_UNREADABLE(ErrorKind.PROVIDER),
    /** The server does not show whether its windows hold both their ends. */
    PROMETHEUS_WINDOWS_UNKNOWN(ErrorKind.PROVIDER),
    /** The list of queries has a mistake. */
    PROMETHEUS_QUERIES_WRONG(ErrorKind.CONFIG),
    /** A file of the fetch cannot be written. */
    PROMETHEUS_NOT_WRITABLE(ErrorKind.RESOURCE);

    private final ErrorKind kind;

    PrometheusError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ApportionException at(String place, String problem, String nextStep) {
        return new ApportionException(this, place, problem, nextStep);
    }
}
