package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apportion.metering.journal.JournalSample;
import org.apportion.spi.metering.UsageReading;

/**
 * Finds out that whoever writes a file or a resource has stopped: its last state is read again at each tick. What was written more
 * rarely than it is asked for may take twice as long as it did before.
 */
final class StoppedUsage {
    private static final int INTERVALS = 2;

    private final MeterParts parts;

    StoppedUsage(MeterParts parts) {
        this.parts = parts;
    }

    /**
     * @param reading that the journal has already
     * @return what is wrong; empty for a product that never told a second state, since nobody knows how often it will
     */
    Optional<String> told(Instant now, UsageReading reading) {
        Duration since = Duration.between(reading.reportedAt(), now);
        Duration query = parts.listing().reporting().query();
        if (since.compareTo(query.multipliedBy(INTERVALS)) <= 0) {
            return Optional.empty();
        }
        return parts.journal()
                .view()
                .lastSampleBefore(parts.account(), reading.reportedAt())
                .map(JournalSample::reading)
                .map(before -> Duration.between(before.reportedAt(), reading.reportedAt()))
                .filter(usual -> since.compareTo(usual.multipliedBy(INTERVALS)) > 0)
                .map(usual -> "the product tells its usage of " + reading.reportedAt()
                        + " again and again; look at what writes it");
    }
}
