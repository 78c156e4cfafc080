package org.apportion.metering.journal;

import java.util.List;
import java.util.Optional;

/**
 * What a period is computed from.
 *
 * @param samples all of the period with those that contradict or came late, by instant
 * @param before the last one before the period, with what is held of metrics that it lacks
 */
public record PeriodSamples(List<JournalSample> samples, Optional<JournalSample> before) {
    public PeriodSamples {
        samples = List.copyOf(samples);
    }
}
