package org.apportion.ingest.delivery;

import org.apportion.model.BillingMonth;

/**
 * What is replaced as a whole.
 *
 * @param month billing month; of usage the month of the hours
 * @param slice name within source and month, such as {@code all} or a file name
 */
public record SliceKey(String source, BillingMonth month, String slice) implements Comparable<SliceKey> {

    @Override
    public int compareTo(SliceKey other) {
        int byMonth = month.compareTo(other.month);
        int bySource = source.compareTo(other.source);
        return byMonth != 0 ? byMonth : bySource != 0 ? bySource : slice.compareTo(other.slice);
    }

    @Override
    public String toString() {
        return source + " " + month + " " + slice;
    }
}
