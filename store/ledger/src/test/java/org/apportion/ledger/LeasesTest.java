package org.apportion.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
    /** Threads of their own: the common pool of two cores has one, and the JDK's HTTP client needs it. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final Holder ELSEWHERE =
            new Holder("host7", "kernel pid:[1]", 4711, Instant.parse("2026-11-01T00:00:00Z"), "alice");
    private static final Holder DEAD_HERE = new Holder(
            Holder.current().host(),
            Holder.current().processSpace(),
            ProcessHandle.current().pid(),
            Instant.parse("2020-01-01T00:00:00Z"),
            Holder.current().user());

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(new LedgerSettings(new Secret(() -> "jdbc:sqlite:" + folder.resolve("ledger.db")), clock));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void theHolderIsNamedToWhomeverMustWait() {
        acquire(ELSEWHERE);
        assertThatThrownBy(() -> acquire(Holder.current()))
                .hasMessage("LEDGER_BUSY lake: it is being written by alice on host7, process 4711,"
                        + " since 2026-11-02T09:00:00Z. Wait until that process ends, or allow a longer wait.");
    }

    @Test
    void whoeverWaitsIsToldOnceAndAtOnceForWhom() {
        acquire(ELSEWHERE);
        List<String> told = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void start(String task, long total, String unit) {}

            @Override
            public void advanceTo(long done) {}

            @Override
            public void finish(String summary) {}

            @Override
            public void waits(String reason) {
                told.add(reason);
            }
        };
        assertThatThrownBy(() -> ledger.leases().acquire("lake", Duration.ofSeconds(1), Holder.current(), progress))
                .hasMessageStartingWith("LEDGER_BUSY");
        assertThat(told)
                .containsExactly("waiting at most 1 s for alice on host7, process 4711, which writes lake since"
                        + " 2026-11-02T09:00:00Z");
    }

    @Test
    void aLeaseThatIsGivenBackCanBeTaken() {
        acquire(ELSEWHERE).close();
        assertThat(acquire(Holder.current()).token()).isEqualTo(2);
    }

    @Test
    void aWaiterGetsTheLeaseWhenItIsGivenBack() {
        Lease first = acquire(ELSEWHERE);
        CompletableFuture<Lease> second = CompletableFuture.supplyAsync(
                () -> ledger.leases().acquire("lake", Duration.ofSeconds(30), Holder.current()), THREADS);
        first.close();
        assertThat(second).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void aLeaseEndsWithoutHeartbeats() {
        Lease sleeper = acquire(ELSEWHERE);
        clock.forward(Leases.LIFETIME.minusSeconds(1));
        assertThatThrownBy(() -> acquire(Holder.current())).hasMessageStartingWith("LEDGER_BUSY");
        clock.forward(Duration.ofSeconds(1));
        assertThat(acquire(Holder.current()).token()).isEqualTo(sleeper.token() + 1);
    }

    @Test
    void aLeaseOfADeadProcessOfThisMachineIsTakenAtOnce() {
        acquire(DEAD_HERE);
        Lease next = acquire(Holder.current());
        assertThat(next.mayHaveDebris()).isTrue();
    }

    @Test
    void whoeverLostTheLeaseCannotCommit() {
        Lease lost = acquire(ELSEWHERE);
        clock.forward(Leases.LIFETIME);
        acquire(Holder.current());
        assertThatThrownBy(() -> ledger.useTransaction(tx -> {
                    tx.properties().put("written", "too late");
                    lost.require(tx);
                }))
                .hasMessageStartingWith("LEDGER_LEASE_LOST lake:");
        assertThat(ledger.<Optional<String>>read(tx -> tx.properties().get("written")))
                .isEmpty();
    }

    @Test
    void onlyACleanEndSparesTheNextHolderFromLooking() {
        Lease clean = acquire(ELSEWHERE);
        assertThat(clean.mayHaveDebris()).as("nobody was here before").isFalse();
        clean.markClean();
        clean.close();
        Lease unclean = acquire(ELSEWHERE);
        assertThat(unclean.mayHaveDebris()).as("after a clean end").isFalse();
        unclean.close();
        assertThat(acquire(ELSEWHERE).mayHaveDebris())
                .as("after an unclean end")
                .isTrue();
    }

    @Test
    void aSleeperThatWakesLateMakesTheNextHolderLook() {
        Lease sleeper = acquire(ELSEWHERE);
        clock.forward(Leases.LIFETIME);
        Lease successor = acquire(Holder.current());
        sleeper.close();
        successor.markClean();
        successor.close();
        assertThat(acquire(ELSEWHERE).mayHaveDebris()).isTrue();
    }

    @Test
    void leasesOfDifferentNamesDoNotMeet() {
        acquire(ELSEWHERE);
        assertThat(ledger.leases()
                        .acquire("jobs", Duration.ZERO, Holder.current())
                        .token())
                .isEqualTo(1);
    }

    private Lease acquire(Holder holder) {
        return ledger.leases().acquire("lake", Duration.ZERO, holder);
    }
}
