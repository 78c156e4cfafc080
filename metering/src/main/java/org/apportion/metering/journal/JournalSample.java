package org.apportion.metering.journal;

import java.time.Instant;
import java.util.List;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.spi.metering.UsageReading;

/**
 * A reading as the journal keeps it.
 *
 * @param reading its instant cut to microseconds
 * @param revision 0 if it counts; above, it contradicts the one that counts
 * @param late whether its period was closed before it came
 * @param digest of its instant, numbers and base product; numerically equal readings have equal digests
 * @param recordedAt when it was written
 */
public record JournalSample(UsageReading reading, int revision, boolean late, String digest, Instant recordedAt) {

    /** Whether it is an input of its period's charges. */
    public boolean counts() {
        return revision == 0 && !late;
    }

    /** The digest of a period's inputs: of the digests of those that count, in the order of their instants. */
    public static String inputsDigest(List<JournalSample> samples) {
        return digestOf(samples.stream()
                .filter(JournalSample::counts)
                .map(JournalSample::digest)
                .toList());
    }

    static String digestOf(List<String> digests) {
        return PartsDigest.of(digests);
    }
}
