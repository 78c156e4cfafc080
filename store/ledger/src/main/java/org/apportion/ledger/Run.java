package org.apportion.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as recorded.
 *
 * @param id month and number, such as {@code 2026-10-3}
 * @param finished null while it runs
 * @param errorCode code of the error that ended a failed run
 * @param message its text; holds no secret
 * @param result totals, proofs and facts; a failed run keeps what it had found
 */
public record Run(
        String id,
        RunStart start,
        RunState state,
        @Nullable Instant finished,
        @Nullable String errorCode,
        @Nullable String message,
        RunResult result) {

    /** From start to end; empty while it runs. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(finished).map(end -> Duration.between(start.started(), end));
    }
}
