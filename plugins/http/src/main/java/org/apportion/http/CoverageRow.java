package org.apportion.http;

/**
 * What stands behind a metric in an hour.
 *
 * @param hour second at which it starts, UTC
 * @param resource empty if all resources are counted together, or none has a sample
 * @param found samples of the best series, or series with a value where {@code expected} is 0
 * @param expected samples of a series that is there all the time; 0 if nobody knows
 */
public record CoverageRow(long hour, String metric, String resource, long found, long expected) {}
