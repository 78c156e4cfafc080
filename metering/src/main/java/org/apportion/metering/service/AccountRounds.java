package org.apportion.metering.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apportion.metering.tick.MeterError;
import org.apportion.model.ApportionException;

/** Does the steps of all accounts when they are due, a few at a time; an account that hangs keeps one thread, not the others. */
final class AccountRounds implements AutoCloseable {
    /** Products and customers that work at the same time: mostly they wait for a product, a marketplace or a disk. */
    static final int THREADS = 16;
    /** How long the end waits for steps under way. */
    private static final long LONGEST_DRAIN_SECONDS = 60;

    private static final long HUNG_NANOS = TimeUnit.MINUTES.toNanos(15);

    private final List<AccountWork> accounts;
    private final Consumer<AccountWork.Step> told;
    private final Consumer<RuntimeException> broken;
    private final BooleanSupplier writable;
    private final ScheduledThreadPoolExecutor threads;
    private final Map<AccountWork, Long> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger untried;
    private volatile boolean anyStarted;

    /**
     * @param told what each step came to, from several threads
     * @param broken why no step can be done any more: the lease is lost, or no account at all could be started for another reason
     *     than one that passes, such as a full disk of the ledger
     * @param writable whether the ledger takes what is written
     */
    AccountRounds(
            List<AccountWork> accounts,
            Consumer<AccountWork.Step> told,
            Consumer<RuntimeException> broken,
            BooleanSupplier writable) {
        this.accounts = accounts;
        this.told = told;
        this.broken = broken;
        this.writable = writable;
        this.untried = new AtomicInteger(accounts.size());
        this.threads = new ScheduledThreadPoolExecutor(Math.min(THREADS, Math.max(1, accounts.size())));
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void begin() {
        accounts.forEach(account -> schedule(account, true));
    }

    /** Whether each account was tried and at least one works, and the ledger takes what is written. */
    boolean isReady() {
        return untried.get() <= 0 && anyStarted && writable.getAsBoolean();
    }

    /** Whether no step is under way for so long that it will hardly end. */
    boolean isAlive() {
        long now = System.nanoTime();
        return underWay.values().stream().noneMatch(since -> now - since > HUNG_NANOS);
    }

    private void schedule(AccountWork account, boolean first) {
        synchronized (threads) {
            if (!threads.isShutdown()) {
                // Nobody waits for it: a step tells what it came to.
                var unused = threads.schedule(
                        () -> step(account, first), account.untilNext().toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void step(AccountWork account, boolean first) {
        underWay.put(account, System.nanoTime());
        try {
            AccountWork.Step step = account.step();
            anyStarted |= account.isStarted();
            told.accept(step);
            if (first
                    && untried.decrementAndGet() == 0
                    && !anyStarted
                    && !passes(step.failure().orElseThrow())) {
                broken.accept(step.failure().orElseThrow());
            } else {
                schedule(account, false);
            }
        } catch (RuntimeException e) {
            broken.accept(e);
        } catch (Error e) {
            broken.accept(new IllegalStateException(e));
            throw e;
        } finally {
            underWay.remove(account);
        }
    }

    /** Whether it ends without a change of the configuration: a full disk, or an adapter that is about to stop. */
    private static boolean passes(RuntimeException failure) {
        return FullDisk.isOf(failure)
                || failure instanceof ApportionException known && known.code() == MeterError.METER_ADAPTER_RUNS;
    }

    /** Waits for the steps that are under way; none is begun any more. */
    @Override
    public void close() {
        synchronized (threads) {
            threads.shutdown();
        }
        try {
            boolean unused = threads.awaitTermination(LONGEST_DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        accounts.forEach(AccountWork::close);
    }

    /** The failure if no account did its first step. */
    static Optional<RuntimeException> ofAll(List<AccountWork.Step> steps) {
        return steps.stream().allMatch(step -> step.failure().isPresent())
                ? steps.stream().findFirst().flatMap(AccountWork.Step::failure)
                : Optional.empty();
    }
}
