package org.apportion.metering.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.MeterError;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;

/** What becomes of a process whose only account cannot start. */
final class AccountRoundsTest {
    private static final int DEADLINE_SECONDS = 60;

    private static AccountWork failing(MeterError code) {
        return new AccountWork(
                new MeteredProduct("shop", ""),
                Duration.ofMillis(1),
                () -> {
                    throw new ApportionException(code, "shop", "It cannot start.", "Mend it.");
                },
                InstantSource.system(),
                System::nanoTime);
    }

    @Test
    void anAdapterThatIsAboutToStopIsWaitedFor() throws InterruptedException {
        CountDownLatch tries = new CountDownLatch(2);
        CompletableFuture<RuntimeException> broken = new CompletableFuture<>();
        try (AccountRounds rounds = new AccountRounds(
                List.of(failing(MeterError.METER_ADAPTER_RUNS)),
                step -> tries.countDown(),
                broken::complete,
                () -> true)) {
            rounds.begin();
            assertThat(tries.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void anotherFailureOfAllEndsTheProcess() {
        CompletableFuture<RuntimeException> broken = new CompletableFuture<>();
        try (AccountRounds rounds = new AccountRounds(
                List.of(failing(MeterError.METER_TAKEOVER_FAILED)), step -> {}, broken::complete, () -> true)) {
            rounds.begin();
            assertThat(broken)
                    .succeedsWithin(Duration.ofSeconds(DEADLINE_SECONDS))
                    .asString()
                    .contains("METER_TAKEOVER_FAILED");
        }
    }
}
