package org.apportion.publish.focus;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CostBasis;

/**
 * What a run hands over for a bundle.
 *
 * @param cost relation of {@link CompletedCost}
 * @param shares select with {@code x_RecordId}, {@code part}, {@code tier}, {@code method}, {@code reason},
 *     {@code consumer_kind}, {@code consumer}, {@code day}, {@code rule}, {@code rule_version}, {@code is_whole}, {@code ratio} and
 *     the columns of {@link CompletedCost#MEASURES}, which are null where {@code is_whole} is 1
 * @param basis the cost that was charged
 * @param computed when the run began
 * @param methods method id to what the rule says
 * @param corrections rows of {@link org.apportion.lake.FocusCorrections} of closed months that this run booked; empty if none
 * @param datasets what providers delivered of further datasets
 */
public record FocusSource(
        String cost,
        String shares,
        CostBasis basis,
        Instant computed,
        SortedMap<String, String> methods,
        Optional<String> corrections,
        List<HandedOn> datasets) {
    public FocusSource {
        datasets = List.copyOf(datasets);
        methods = Collections.unmodifiableSortedMap(new TreeMap<>(methods));
    }

    /** The same with further datasets. */
    public FocusSource handingOn(List<HandedOn> others) {
        return new FocusSource(cost, shares, basis, computed, methods, corrections, others);
    }
}
