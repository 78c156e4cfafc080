package org.apportion.metering.sending;

import java.time.Duration;

/**
 * How charges are sent. All durations are above zero.
 *
 * @param clockTolerance how far the marketplace's clock may be behind ours: no record is dated later than now minus this
 * @param windowMargin a record is dated at least so much inside the marketplace's late window, to leave time for retries
 * @param settle how long the marketplace's read-back may lag behind what it accepted
 * @param firstRetry the longest wait after the first failure; doubled with each further one
 * @param largestRetry the longest wait after any number of failures, unless the marketplace asks for more
 * @param maxMoves how often a charge takes a newer slot because the marketplace found the one before too old
 * @param sumCatchUp whether several waiting periods of one dimension are always sent as one record with their sum; else
 *     only if more of them wait than the late window has hours
 * @param breakerFailures calls without any useful answer, in a row, after which calls pause
 * @param breakerPause how long they pause
 * @param warnBefore how long before a record's window closes a warning is told
 */
public record SendingSettings(
        Duration clockTolerance,
        Duration windowMargin,
        Duration settle,
        Duration firstRetry,
        Duration largestRetry,
        int maxMoves,
        boolean sumCatchUp,
        int breakerFailures,
        Duration breakerPause,
        Duration warnBefore) {

    /** Fit for AWS, Azure and Google as documented in 2026. */
    public static SendingSettings standard() {
        return new SendingSettings(
                Duration.ofMinutes(2),
                Duration.ofMinutes(15),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                3,
                false,
                5,
                Duration.ofMinutes(1),
                Duration.ofHours(1));
    }

    public SendingSettings withSumCatchUp(boolean sum) {
        return new SendingSettings(
                clockTolerance,
                windowMargin,
                settle,
                firstRetry,
                largestRetry,
                maxMoves,
                sum,
                breakerFailures,
                breakerPause,
                warnBefore);
    }
}
