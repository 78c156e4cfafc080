package org.apportion.prometheus;

import java.time.Duration;
import java.util.Optional;

/**
 * A query whose values become the samples of a metric.
 *
 * @param metric name in rules; also part of file names
 * @param query PromQL; {@code $window} stands for the window's text, {@code $interval} for seconds between two scrapes
 * @param unit of the values; may be empty
 * @param window what {@code $window} is, in whole seconds
 * @param at the instant of an hour at which the query is evaluated
 * @param samples PromQL that counts the raw samples behind a value, per resource where it has that label
 */
record MetricQuery(
        String metric,
        String query,
        LabelTemplate resource,
        LabelTemplate consumer,
        String unit,
        Duration window,
        At at,
        Optional<String> samples) {

    /** Instant of evaluation. */
    enum At {
        /** The end of the hour: the window lies in the hour. */
        END,
        /** The beginning of the hour: for states, such as who owns what. */
        START
    }

    /** Second of evaluation for the hour that starts at a second. */
    long evaluationOf(long hourStart) {
        return at == At.END ? hourStart + 3600 : hourStart;
    }
}
