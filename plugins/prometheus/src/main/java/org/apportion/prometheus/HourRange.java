package org.apportion.prometheus;

import java.time.Instant;

/**
 * Whole hours in UTC.
 *
 * @param first second at which the first hour starts
 * @param end second at which the last hour ends
 */
record HourRange(long first, long end) {
    static final int HOUR = 3600;

    HourRange {
        if (first >= end || Math.floorMod(first, HOUR) != 0 || Math.floorMod(end, HOUR) != 0) {
            throw new IllegalArgumentException("no whole hours: " + first + " to " + end);
        }
    }

    int hours() {
        return Math.toIntExact((end - first) / HOUR);
    }

    HourRange firstHalf() {
        return new HourRange(first, first + (long) hours() / 2 * HOUR);
    }

    HourRange secondHalf() {
        return new HourRange(first + (long) hours() / 2 * HOUR, end);
    }

    @Override
    public String toString() {
        return Instant.ofEpochSecond(first) + " to " + Instant.ofEpochSecond(end);
    }
}
