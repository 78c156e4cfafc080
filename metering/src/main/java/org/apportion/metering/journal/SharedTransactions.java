package org.apportion.metering.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.metering.audit.EventLog;
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
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Writer<?>> waiting = new ConcurrentLinkedQueue<>();

    SharedTransactions(Ledger ledger, Fence fence, CommitWatch watch) {
        this.ledger = ledger;
        this.fence = fence;
        this.watch = watch;
    }

    /** @throws RuntimeException what the work throws, or why the transaction could not be committed */
    <T> T change(Function<Change, T> work) {
        Writer<T> mine = new Writer<>(work);
        waiting.add(mine);
        turn.lock();
        try {
            while (!mine.isDone()) {
                write(next());
            }
        } finally {
            turn.unlock();
        }
        return mine.result();
    }

    /** How many wait for the one who writes. */
    int waiting() {
        return waiting.size();
    }

    private List<Writer<?>> next() {
        List<Writer<?>> writers = new ArrayList<>();
        for (Writer<?> writer = waiting.poll(); writer != null; writer = waiting.poll()) {
            writers.add(writer);
            if (writers.size() == MOST_TOGETHER) {
                break;
            }
        }
        return writers;
    }

    private void write(List<Writer<?>> writers) {
        try {
            ledger.useTransaction(transaction -> write(writers, transaction));
            watch.committed();
            writers.forEach(Writer::done);
        } catch (RuntimeException | Error e) {
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

    /** One who writes. Touched only by the thread whose turn it is. */
    private static final class Writer<T> {
        private final Function<Change, T> work;
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
