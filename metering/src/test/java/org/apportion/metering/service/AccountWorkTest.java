package org.apportion.metering.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.apportion.metering.journal.MeteredProduct;
import org.junit.jupiter.api.Test;

/** When the steps of one product and customer are due. */
final class AccountWorkTest {
    private static final Duration QUERY = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AccountWork work = new AccountWork(
            new MeteredProduct("shop", ""),
            QUERY,
            () -> {
                throw new IllegalArgumentException("invalid header value: Bearer s3cret");
            },
            InstantSource.fixed(Instant.EPOCH),
            nanos::get);

    @Test
    void aFailedStartIsToldWithoutTheTextsOfOthersAndTriedAgainAtTheNextInterval() {
        assertThat(work.untilNext()).isZero();

        AccountWork.Step step = work.step();

        assertThat(step.report().orElseThrow().errors()).containsExactly("Metering failed: IllegalArgumentException.");
        assertThat(work.isStarted()).isFalse();
        assertThat(work.untilNext()).isEqualTo(QUERY);
    }

    @Test
    void ticksKeepTheirSlotsHoweverLateOneIs() {
        work.step();
        nanos.addAndGet(QUERY.multipliedBy(2).plusMinutes(5).toNanos());
        work.step();

        assertThat(work.untilNext()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void causesAreTellingWithoutTheTextsOfOthers() {
        String text = Causes.of(work.step().failure().orElseThrow());

        assertThat(text).startsWith("java.lang.IllegalArgumentException\n    at org.apportion.metering.service.");
    }
}
