package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.MeteringPeriod;

/**
 * Whether periods may be closed by what the clock shows. A closed period is closed for ever; so a clock that was just set, or one
 * that a new process finds far ahead of the journal, must show the same for some ticks. They are counted in the journal, because
 * each may be another process.
 */
final class ClockTrust {
    private static final String STATE = "clock_doubt";
    /** Ticks at which a clock that is far ahead must say so. */
    private static final int TICKS = 3;

    private static final Duration FAR = Duration.ofDays(1);

    private final Journal journal;
    private final MeteredProduct account;
    private boolean trusted;
    /** Ticks that said so; empty before the first question. */
    private Optional<Integer> seen = Optional.empty();

    ClockTrust(Journal journal, MeteredProduct account) {
        this.journal = journal;
        this.account = account;
    }

    /**
     * Asked once at each tick.
     *
     * @param step by how much the clock was set since the last tick
     * @param second the period after the one that runs; empty if there is none
     * @return why nothing is closed now; empty if it may be
     */
    Optional<String> doubt(Instant now, Optional<Duration> step, Optional<MeteringPeriod> second) {
        if (step.isPresent()) {
            trusted = false;
        }
        boolean far = second.filter(period ->
                        now.isAfter(period.end()) && now.isAfter(period.start().plus(FAR)))
                .isPresent();
        if (!far) {
            forget();
            trusted = step.isEmpty();
            return step.map(by -> "The clock was set by " + by + "; periods are closed at the next tick.");
        }
        if (trusted) {
            return Optional.empty();
        }
        int ticks = seen() + 1;
        if (ticks >= TICKS) {
            forget();
            trusted = true;
            return Optional.empty();
        }
        keep(ticks);
        return Optional.of("The clock shows " + now + ", long after the running period ended; periods are closed if it"
                + " still does after " + (TICKS - ticks) + " more ticks.");
    }

    private int seen() {
        seen = seen.or(() -> Optional.of(
                journal.view().state(account, STATE).map(Integer::parseInt).orElse(0)));
        return seen.get();
    }

    private void keep(int ticks) {
        seen = Optional.empty();
        journal.putState(account, STATE, Integer.toString(ticks));
    }

    private void forget() {
        if (seen() > 0) {
            keep(0);
        }
    }
}
