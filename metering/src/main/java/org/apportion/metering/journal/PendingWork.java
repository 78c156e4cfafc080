package org.apportion.metering.journal;

import java.time.Instant;
import java.util.List;

/**
 * What is left to do for closed periods of an account, of one state of the journal.
 *
 * @param lateSamples instants of samples that wait to be computed, the oldest first
 * @param parked usage that waits for a dimension, the oldest period first
 * @param differences that nobody has settled, the oldest period first
 */
public record PendingWork(List<Instant> lateSamples, List<ParkedUsage> parked, List<Difference> differences) {
    public PendingWork {
        lateSamples = List.copyOf(lateSamples);
        parked = List.copyOf(parked);
        differences = List.copyOf(differences);
    }
}
