package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apportion.metering.journal.Retention;
import org.apportion.metering.sending.OldSlots;

/** Drops what nobody needs any more, at most once a day: it reads the whole history of an account. */
final class Housekeeping {
    private static final Duration INTERVAL = Duration.ofDays(1);
    /** Periods that keep their samples in any case. */
    private static final int LEAST_PERIODS_KEPT = 3;

    private static final int MOST_PERIODS_KEPT = 10_000;
    /** How long a bill may be questioned: until then its samples stay. */
    private static final Duration DISPUTE = Duration.ofDays(400);

    private final MeterParts parts;
    private Instant nextSamples = Instant.EPOCH;
    private Instant nextSlots = Instant.EPOCH;

    Housekeeping(MeterParts parts) {
        this.parts = parts;
    }

    /**
     * Only where the clock is trusted.
     *
     * @param closed whether a period was closed just now
     * @return sentences for the log
     */
    List<String> keep(Instant now, boolean closed) {
        List<String> notes = new ArrayList<>();
        if (!now.isBefore(nextSlots)) {
            nextSlots = now.plus(INTERVAL);
            OldSlots.drop(
                    parts.journal(),
                    parts.account(),
                    parts.marketplace().rules().lateWindow());
        }
        if (closed && !now.isBefore(nextSamples)) {
            nextSamples = now.plus(INTERVAL);
            int kept = Math.max(
                    LEAST_PERIODS_KEPT, Math.min(parts.listing().archive().cycles(), MOST_PERIODS_KEPT));
            int dropped = new Retention(kept, DISPUTE).apply(parts.journal(), parts.account());
            if (dropped > 0) {
                notes.add(dropped + " samples of settled periods were dropped; their digests stay.");
            }
        }
        return notes;
    }
}
