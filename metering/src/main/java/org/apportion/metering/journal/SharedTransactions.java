package org.apportion.metering.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerError;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.metering.audit.EventLog;
import org.apportion.model.ApportionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets writers that come at the same time share one transaction: the fence is asked, the chain locked and the disk waited for
 * once. Who comes while another one writes waits and is written with all who came meanwhile, in the order in which they came.
 *
 * <p>For each of them it is as if it had a transaction of its own: what it throws undoes its part alone, and it returns once its
 * part is on disk. If the process ends, or the transaction cannot be committed, nothing of anybody's is kept. Safe for many
 * threads.
 */
final class SharedTransactions {
    /** Writers that share one transaction at most: others of the ledger want their turn. */
    static final int MOST_TOGETHER = 64;

    private final Ledger ledger;
    private final Fence fence;
    private final CommitWatch watch;
    private final Deque<Writer<?>> waiting = new ArrayDeque<>();
    private boolean writing;
    private volatile boolean failing;

    SharedTransactions(Ledger ledger, Fence fence, CommitWatch watch) {
        this.ledger = ledger;
        this.fence = fence;
        this.watch = watch;
    }

    /** @throws RuntimeException what the work throws, or why the transaction could not be committed */
    <T> T change(Function<Change, T> work) {
        Writer<T> mine = new Writer<>(work);
        if (!mayWrite(mine)) {
            mine.await();
        }
        if (!mine.isDone()) {
            List<Writer<?>> writers = next();
            try {
                write(writers);
            } finally {
                handOver();
                writers.forEach(Writer::wake);
            }
        }
        return mine.result();
    }

    /** Whether the last transaction could not be written because of the ledger: its disk is full, or nobody answers. */
    boolean isFailing() {
        return failing;
    }

    /** How many wait for the one who writes. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** @return false if it must wait until it is done, or until it is its turn to write for all who wait */
    private synchronized boolean mayWrite(Writer<?> writer) {
        waiting.add(writer);
        boolean may = !writing;
        writing = true;
        return may;
    }

    /** Those who wait longest; the one who writes is the first of them. */
    private synchronized List<Writer<?>> next() {
        List<Writer<?>> writers = new ArrayList<>();
        while (!waiting.isEmpty() && writers.size() < MOST_TOGETHER) {
            writers.add(waiting.remove());
        }
        return writers;
    }

    /** The first who waits writes next: only that one, so that nobody who is done holds up another one. */
    private synchronized void handOver() {
        if (waiting.isEmpty()) {
            writing = false;
        } else {
            waiting.element().wake();
        }
    }

    private void write(List<Writer<?>> writers) {
        try {
            ledger.useTransaction(transaction -> write(writers, transaction));
            failing = false;
            watch.committed();
            writers.forEach(Writer::done);
        } catch (RuntimeException | Error e) {
            failing = e instanceof ApportionException known && known.code() instanceof LedgerError;
            writers.forEach(writer -> writer.failed(e));
        }
    }

    private void write(List<Writer<?>> writers, LedgerTransaction transaction) {
        fence.require(transaction);
        Instant now = ledger.now();
        EventLog log = EventLog.lock(transaction, now, fence.token());
        Change change = new Change(transaction.handle(), log, now, fence.token());
        if (writers.size() == 1) {
            writers.get(0).write(change);
        } else {
            for (Writer<?> writer : writers) {
                EventLog.Mark before = log.mark();
                transaction.part(() -> writer.write(change)).ifPresent(failure -> {
                    log.backTo(before);
                    writer.failed(failure);
                });
            }
        }
        watch.committing();
        log.write();
    }

    /** One who writes. Touched only by the thread whose turn it is, and by its own after it was woken. */
    private static final class Writer<T> {
        private final Function<Change, T> work;
        private final CountDownLatch woken = new CountDownLatch(1);
        private Optional<Throwable> failure = Optional.empty();
        private @Nullable T result;
        private boolean done;

        Writer(Function<Change, T> work) {
            this.work = work;
        }

        void write(Change change) {
            result = work.apply(change);
        }

        void done() {
            done = true;
        }

        /** The first failure counts: what became of the others is not its business. */
        void failed(Throwable thrown) {
            failure = failure.or(() -> Optional.of(thrown));
            done = true;
        }

        void wake() {
            woken.countDown();
        }

        /** As with any write to a database, an interruption waits until it is done. */
        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    woken.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        boolean isDone() {
            return done;
        }

        @SuppressWarnings("NullAway") // null only where the work returns it
        T result() {
            if (failure.isPresent()) {
                if (failure.get() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure.get();
            }
            return result;
        }
    }
}
