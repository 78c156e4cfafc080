package org.apportion.http;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Makes calls that change nothing at the other side again, after a pause. */
final class Retries {
    private static final int TOO_MANY = 429;
    private static final int MOST_DOUBLINGS = 5;

    /** Whoever waits for longer is told. */
    private static final Duration TOLD_FROM = Duration.ofSeconds(2);

    private final HttpLimits limits;
    private final InstantSource clock;
    private final List<String> resetHeaders;
    private final DoubleSupplier random;

    /**
     * @param clock against which a date in {@code Retry-After} is read
     * @param resetHeaders lower-case names of headers that hold seconds from now; {@code Retry-After} wins over them
     * @param random from 0 to below 1
     */
    Retries(HttpLimits limits, InstantSource clock, List<String> resetHeaders, DoubleSupplier random) {
        this.limits = limits;
        this.clock = clock;
        this.resetHeaders = List.copyOf(resetHeaders);
        this.random = random;
    }

    /**
     * The last outcome of all attempts.
     *
     * @param place what is called, for people
     * @param waits is told the longer pauses: why, and until when
     */
    HttpReply repeat(String place, Supplier<HttpReply> exchange, Consumer<String> waits) {
        RetryPolicy<HttpReply> policy = RetryPolicy.<HttpReply>builder()
                .handleResultIf(Retries::mayBeBetterLater)
                .withMaxAttempts(limits.attempts())
                .withDelayFn(context -> pause(context.getLastResult(), context.getAttemptCount()))
                .onRetryScheduled(event -> {
                    if (event.getDelay().compareTo(TOLD_FROM) >= 0) {
                        waits.accept(place + ": " + reason(event.getLastResult()) + "; attempt "
                                + (event.getAttemptCount() + 1) + " of " + limits.attempts() + " follows at "
                                + clock.instant().plus(event.getDelay()).truncatedTo(ChronoUnit.SECONDS));
                    }
                })
                .build();
        return Failsafe.with(policy).get(exchange::get);
    }

    /**
     * What the service asks for and up to a quarter more, so that callers do not come back together; else a pause that doubles,
     * times 0.5 to 1.5. Never longer than the deadline.
     *
     * @param attempts that were made
     */
    Duration pause(HttpReply last, int attempts) {
        Optional<Duration> asked = last instanceof HttpReply.Answered answer ? askedBy(answer) : Optional.empty();
        Duration pause = asked.map(duration -> stretched(duration, 1, 0.25))
                .orElseGet(() -> stretched(
                        limits.firstPause().multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), MOST_DOUBLINGS)),
                        0.5,
                        1));
        return pause.compareTo(limits.deadline()) < 0 ? pause : limits.deadline();
    }

    private Optional<Duration> askedBy(HttpReply.Answered answer) {
        Optional<Duration> asked = RetryAfter.of(answer, clock.instant());
        for (String header : answer.status() == TOO_MANY ? resetHeaders : List.<String>of()) {
            asked = asked.isPresent() ? asked : RetryAfter.seconds(answer, header);
        }
        return asked;
    }

    private Duration stretched(Duration pause, double least, double spread) {
        return Duration.ofNanos((long) (pause.toNanos() * (least + random.getAsDouble() * spread)));
    }

    private static String reason(HttpReply last) {
        if (last instanceof HttpReply.Answered answer) {
            return (answer.status() == TOO_MANY ? "asked to slow down" : "not ready") + " (status " + answer.status()
                    + ")";
        }
        String reason = last instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) last).reason();
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    private static boolean mayBeBetterLater(HttpReply reply) {
        return !(reply instanceof HttpReply.Answered answer)
                || answer.status() == TOO_MANY
                || answer.status() / 100 == 5;
    }
}
