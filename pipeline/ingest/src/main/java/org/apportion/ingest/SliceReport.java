package org.apportion.ingest;

import java.util.List;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.SliceKey;
import org.apportion.ingest.delivery.Verdict;

/**
 * What became of one delivery.
 *
 * @param delivery its id: {@code x_Delivery} of its rows
 * @param sums what the files hold of the month, per currency or metric
 * @param changes of a replaced slice the largest differences, the largest first
 */
public record SliceReport(
        SliceKey key, String delivery, Verdict verdict, List<Contribution> sums, List<Change> changes) {
    public SliceReport {
        sums = List.copyOf(sums);
        changes = List.copyOf(changes);
    }

    /** Records (of usage: samples as delivered) that the delivery holds. */
    public long records() {
        return sums.stream().mapToLong(Contribution::records).sum();
    }
}
