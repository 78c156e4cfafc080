package org.apportion.metering.journal;

import java.util.List;
import java.util.Optional;

/**
 * A closed period that samples came late for.
 *
 * @param samples all that its bill is to hold, the late ones included, as ones that count
 * @param before the last sample before the period
 * @param charges what is planned for it, without those of parked usage, and without those that a person made of others: their usage
 *     is that of the others
 * @param parked usage that no dimension took, settled or not
 * @param ofParked the charges of that usage
 */
public record LateUsage(
        ClosedPeriod closed,
        List<JournalSample> samples,
        Optional<JournalSample> before,
        List<Charge> charges,
        List<ParkedUsage> parked,
        List<Charge> ofParked) {
    public LateUsage {
        samples = List.copyOf(samples);
        charges = List.copyOf(charges);
        parked = List.copyOf(parked);
        ofParked = List.copyOf(ofParked);
    }
}
