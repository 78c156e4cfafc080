package org.apportion.metering.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;

/** A ledger whose disk is full when the process starts. */
final class FullDiskTest {
    private static final int WAIT_SECONDS = 60;

    @Test
    void isWaitedForAsAProductIs() throws Exception {
        // The third start finds that another process took over, so that there is something to see.
        Queue<LedgerError> disk = new ArrayBlockingQueue<>(
                3,
                true,
                List.of(LedgerError.LEDGER_DISK_FULL, LedgerError.LEDGER_UNWRITABLE, LedgerError.LEDGER_LEASE_LOST));
        CompletableFuture<RuntimeException> broken = new CompletableFuture<>();
        AtomicBoolean ready = new AtomicBoolean();

        try (AccountRounds rounds = rounds(disk, broken)) {
            rounds.begin();
            RuntimeException why = broken.get(WAIT_SECONDS, TimeUnit.SECONDS);
            ready.set(rounds.isReady());

            assertThat(why)
                    .isInstanceOfSatisfying(
                            ApportionException.class,
                            e -> assertThat(e.code()).isEqualTo(LedgerError.LEDGER_LEASE_LOST));
        }
        assertThat(disk).isEmpty();
        assertThat(ready).isFalse();
    }

    @Test
    void isToldApartFromALedgerThatIsConfiguredWrongly() throws Exception {
        CompletableFuture<RuntimeException> broken = new CompletableFuture<>();

        try (AccountRounds rounds =
                rounds(new ArrayBlockingQueue<>(1, true, List.of(LedgerError.LEDGER_OPEN_FAILED)), broken)) {
            rounds.begin();

            assertThat(broken.get(WAIT_SECONDS, TimeUnit.SECONDS)).hasMessageStartingWith("LEDGER_OPEN_FAILED");
        }
    }

    private static AccountRounds rounds(Queue<LedgerError> disk, CompletableFuture<RuntimeException> broken) {
        AccountWork account = new AccountWork(
                new MeteredProduct("shop", ""),
                Duration.ofMillis(1),
                () -> {
                    throw new ApportionException(disk.remove(), "ledger", "it cannot be written.", "Free space.");
                },
                InstantSource.system(),
                System::nanoTime);
        return new AccountRounds(List.of(account), step -> {}, broken::complete, () -> true);
    }
}
