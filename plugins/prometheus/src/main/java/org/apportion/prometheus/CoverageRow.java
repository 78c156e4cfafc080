package org.apportion.prometheus;

/**
 * What stands behind a metric in an hour.
 *
 * @param hour second at which it starts
 * @param resource empty if all resources are counted together
 * @param found raw samples of the best series, or series with a value where {@code expected} is 0
 * @param expected samples of a series that is there all the time; 0 if the query does not tell
 */
record CoverageRow(long hour, String metric, String resource, long found, long expected) {}
