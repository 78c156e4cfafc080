package org.apportion.metering.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerError;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.metering.audit.AuditChain;
import org.apportion.model.ApportionException;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four writers: the first is held just before its commit until the other three wait, so that these share a transaction. */
class SharedTransactionsTest {
    private static final MeteredProduct ACCOUNT = new MeteredProduct("shop", "");

    @TempDir
    Path folder;

    private final CountDownLatch firstWrites = new CountDownLatch(1);
    private final CountDownLatch othersWait = new CountDownLatch(1);
    private Ledger ledger;
    private ExecutorService threads;
    private int commits;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, MovableClock.at("2026-11-01T00:00:00Z"));
        threads = Executors.newFixedThreadPool(4);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        ledger.close();
    }

    @Test
    void whoComesWhileAnotherOneWritesIsWrittenWithAllWhoWait() throws Exception {
        List<Future<String>> writers = four(Fences.open(1), none(), put("a"), put("b"), put("c"), put("d"));

        for (Future<String> writer : writers) {
            assertThat(writer.get()).isEqualTo("kept");
        }
        assertThat(commits).isEqualTo(2);
        assertThat(kept()).containsExactly("a", "b", "c", "d");
        assertThat(events()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whatOneThrowsUndoesItsPartAlone() throws Exception {
        List<Future<String>> writers = four(Fences.open(1), none(), put("a"), put("b"), failing("c"), put("d"));

        assertThatThrownBy(() -> writers.get(2).get())
                .hasCause(new IllegalStateException("c"))
                .isInstanceOf(ExecutionException.class);
        assertThat(writers.get(3).get()).isEqualTo("kept");
        assertThat(kept()).containsExactly("a", "b", "d");
        assertThat(events()).containsExactly("a", "b", "d");
    }

    @Test
    void aStatementThatTheDatabaseRefusesIsItsWritersFailureAlone() throws Exception {
        Function<Change, String> refused = change -> {
            write("c", change);
            change.handle().execute("INSERT INTO meter_chain (id, events, hash) VALUES (1, 0, '')");
            return "never";
        };

        List<Future<String>> writers = four(Fences.open(1), none(), put("a"), refused, put("c"), put("d"));

        assertThatThrownBy(() -> writers.get(1).get())
                .cause()
                .isInstanceOfSatisfying(
                        ApportionException.class, e -> assertThat(e.code()).isEqualTo(LedgerError.LEDGER_FAILED));
        assertThat(kept()).containsExactly("a", "c", "d");
    }

    @Test
    void aProcessThatEndsBeforeTheCommitKeepsNothingOfAnybody() throws Exception {
        Function<Change, String> cut = change -> {
            write("c", change);
            throw new LinkageError("cut");
        };

        List<Future<String>> writers = four(Fences.open(1), none(), put("a"), put("b"), cut, put("d"));

        writers.get(0).get();
        for (Future<String> writer : writers.subList(1, 4)) {
            assertThatThrownBy(writer::get).hasRootCauseMessage("cut");
        }
        assertThat(kept()).containsExactly("a");
        assertThat(events()).containsExactly("a");
    }

    @Test
    void whoLostTheLeaseWritesForNobody() throws Exception {
        boolean[] lost = {false};
        Fence fence = new Fence() {
            @Override
            public long token() {
                return 1;
            }

            @Override
            public void require(LedgerTransaction transaction) {
                if (lost[0]) {
                    throw new IllegalStateException("lost");
                }
            }
        };

        List<Future<String>> writers = four(fence, () -> lost[0] = true, put("a"), put("b"), put("c"), put("d"));

        writers.get(0).get();
        for (Future<String> writer : writers.subList(1, 4)) {
            assertThatThrownBy(writer::get).hasRootCauseMessage("lost");
        }
        assertThat(kept()).containsExactly("a");
    }

    @Test
    void aLedgerThatCannotBeWrittenIsToldUntilItCan() {
        boolean[] full = {true};
        SharedTransactions transactions = new SharedTransactions(
                ledger,
                new Fence() {
                    @Override
                    public long token() {
                        return 1;
                    }

                    @Override
                    public void require(LedgerTransaction transaction) {
                        if (full[0]) {
                            throw new ApportionException(
                                    LedgerError.LEDGER_DISK_FULL, "ledger", "full.", "Free space.");
                        }
                    }
                },
                CommitWatch.NONE);

        assertThatThrownBy(() -> transactions.change(put("a"))).hasMessageStartingWith("LEDGER_DISK_FULL");
        assertThat(transactions.isFailing()).isTrue();

        full[0] = false;
        transactions.change(put("a"));
        assertThat(transactions.isFailing()).isFalse();
        assertThat(kept()).containsExactly("a");
    }

    /** @param between done when the first is committed */
    @SafeVarargs
    private List<Future<String>> four(Fence fence, Runnable between, Function<Change, String>... works)
            throws InterruptedException {
        SharedTransactions transactions = new SharedTransactions(ledger, fence, new CommitWatch() {
            @Override
            public void committing() {
                firstWrites.countDown();
                await(othersWait);
            }

            @Override
            public void committed() {
                commits++;
                between.run();
            }
        });
        List<Future<String>> writers = new ArrayList<>();
        for (Function<Change, String> work : works) {
            int before = writers.size();
            writers.add(threads.submit(() -> transactions.change(work)));
            await(firstWrites);
            while (transactions.waiting() < before) {
                Thread.onSpinWait();
            }
        }
        othersWait.countDown();
        return writers;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Runnable none() {
        return () -> {};
    }

    private static void write(String name, Change change) {
        new StateRows(change.handle()).put(ACCOUNT, name, "1");
        change.log().add("shop", name, Map.of());
    }

    private static Function<Change, String> put(String name) {
        return change -> {
            write(name, change);
            return "kept";
        };
    }

    private static Function<Change, String> failing(String name) {
        return change -> {
            write(name, change);
            throw new IllegalStateException(name);
        };
    }

    private List<String> kept() {
        JournalView view = new JournalView(ledger);
        return List.of("a", "b", "c", "d").stream()
                .filter(name -> view.state(ACCOUNT, name).equals(Optional.of("1")))
                .toList();
    }

    private List<String> events() {
        return AuditChain.events(ledger, "shop").stream()
                .map(each -> each.event())
                .toList();
    }
}
