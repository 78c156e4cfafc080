package org.apportion.metering.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.TickReport;
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorKind;

/**
 * A process that meters. Of several on one ledger one works, the others stand by and take over when its lease ends. A product
 * or customer that cannot be started is told and tried again; only if none can, the process ends.
 *
 * <p>{@link #run} returns when {@link #stop} was called and the ticks that were under way have ended.
 */
public final class MeterService {
    /** How often a process that stands by asks for the lease. */
    private static final Duration STANDBY = Duration.ofSeconds(5);

    private static final int MOST_NAMED = 10;

    private final MeterSetup setup;
    private final MeterLog log;
    private final MeterCounts counts = new MeterCounts();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Optional<AccountRounds> rounds = Optional.empty();
    private volatile Optional<RuntimeException> end = Optional.empty();
    private volatile boolean stopped;
    private volatile boolean standingBy;
    private volatile boolean worked;
    private volatile Set<MeteredProduct> nobodys = Set.of();

    public MeterService(MeterSetup setup, MeterLog log) {
        this.setup = setup;
        this.log = log;
    }

    /** Ends {@link #run} after the ticks that are under way. Safe to call from any thread, any number of times. */
    public void stop() {
        stopped = true;
        wake();
    }

    /** Metrics of this process as OpenMetrics text. */
    public String metrics() {
        return counts.text();
    }

    /**
     * Works until it is stopped.
     *
     * @param listen where health and metrics are told; empty: nowhere
     * @throws ApportionException if it cannot start
     */
    public void run(Optional<InetSocketAddress> listen) {
        Optional<HealthEndpoint> endpoint =
                listen.map(address -> HealthEndpoint.open(address, this::isAlive, this::isReady, counts::text));
        try {
            Optional<Ledger> opened = Optional.empty();
            while (!stopped && opened.isEmpty()) {
                opened = unlessFull(setup::openLedger);
            }
            opened.ifPresent(this::meter);
        } finally {
            endpoint.ifPresent(HealthEndpoint::close);
        }
    }

    private void meter(Ledger ledger) {
        try (ledger) {
            while (!stopped) {
                Optional<Lease> lease = lease(ledger);
                if (lease.isPresent()) {
                    try (Lease held = lease.get()) {
                        unlessFull(() -> journal(ledger, held)).ifPresent(journal -> work(ledger, journal));
                    }
                }
            }
        }
    }

    private Journal journal(Ledger ledger, Lease lease) {
        Journal journal = Journal.open(ledger, Fence.of(lease));
        journal.tellMetered(setup.configured());
        return journal;
    }

    /** Waits a while where the ledger's disk is full: somebody will free it. @return empty if it is full */
    private <T> Optional<T> unlessFull(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (ApportionException e) {
            if (!FullDisk.isOf(e)) {
                throw e;
            }
            log.write(MeterLog.Level.ERROR, "Waiting: " + e.problem());
            sleep(STANDBY);
            return Optional.empty();
        }
    }

    /**
     * Ticks each product and customer once.
     *
     * @throws ApportionException if none can start; {@code LEDGER_BUSY} if another process works for longer than {@code wait}
     */
    public List<TickReport> once(Duration wait) {
        try (Ledger ledger = setup.openLedger();
                Lease lease = Fence.acquire(ledger, wait)) {
            tellUnconfigured(ledger);
            List<AccountWork> accounts = setup.accounts(Journal.open(ledger, Fence.of(lease)));
            try {
                List<AccountWork.Step> steps = steps(accounts);
                AccountRounds.ofAll(steps).ifPresent(failure -> {
                    throw failure;
                });
                steps.forEach(this::tell);
                return steps.stream().flatMap(step -> step.report().stream()).toList();
            } finally {
                accounts.forEach(AccountWork::close);
            }
        }
    }

    private boolean isAlive() {
        return !stopped && rounds.map(AccountRounds::isAlive).orElse(true);
    }

    boolean isReady() {
        return rounds.map(AccountRounds::isReady).orElse(standingBy && nobodys.isEmpty());
    }

    private Optional<Lease> lease(Ledger ledger) {
        try {
            return Optional.of(Fence.acquire(ledger, Duration.ZERO));
        } catch (ApportionException e) {
            boolean busy = e.code() == LedgerError.LEDGER_BUSY;
            if (!busy && !FullDisk.isOf(e) && !(worked && e.code().kind() == ErrorKind.RESOURCE)) {
                throw e;
            }
            if (!standingBy) {
                log.write(busy ? MeterLog.Level.INFO : MeterLog.Level.ERROR, "Standing by: " + e.problem());
            }
            tellUncovered(busy ? uncovered(ledger) : Set.of());
            standingBy = busy;
            sleep(STANDBY);
            return Optional.empty();
        }
    }

    /** Ours that the process at work does not meter: nobody asks or bills them. */
    private Set<MeteredProduct> uncovered(Ledger ledger) {
        Set<MeteredProduct> uncovered = new LinkedHashSet<>(setup.configured());
        uncovered.removeAll(new JournalView(ledger).metered());
        return uncovered;
    }

    private void tellUncovered(Set<MeteredProduct> uncovered) {
        boolean isNew = !uncovered.isEmpty() && !uncovered.equals(nobodys);
        nobodys = uncovered;
        if (isNew) {
            log.write(
                    MeterLog.Level.ERROR,
                    "The process at work on this ledger does not meter "
                            + uncovered.stream()
                                    .limit(MOST_NAMED)
                                    .map(MeteredProduct::toString)
                                    .collect(Collectors.joining(", "))
                            + (uncovered.size() > MOST_NAMED ? " and " + (uncovered.size() - MOST_NAMED) + " more" : "")
                            + ": nobody asks or bills it. Write all products into the file of each process, or give this"
                            + " process a ledger of its own.");
        }
    }

    private void work(Ledger ledger, Journal journal) {
        standingBy = false;
        nobodys = Set.of();
        tellUnconfigured(ledger);
        end = Optional.empty();
        AccountRounds working = new AccountRounds(
                setup.accounts(journal),
                this::tell,
                failure -> {
                    end = end.or(() -> Optional.of(failure));
                    wake();
                },
                journal::isWritable);
        try (working) {
            rounds = Optional.of(working);
            counts.active(true);
            working.begin();
            while (!stopped && end.isEmpty()) {
                sleep(STANDBY);
            }
        } finally {
            counts.active(false);
            rounds = Optional.empty();
        }
        end.ifPresent(this::ended);
        worked = true;
    }

    private void ended(RuntimeException failure) {
        if (!(failure instanceof ApportionException known) || known.code() != LedgerError.LEDGER_LEASE_LOST) {
            throw failure;
        }
        log.write(MeterLog.Level.WARNING, "Another process took over: " + known.problem());
    }

    private void tellUnconfigured(Ledger ledger) {
        var unconfigured = setup.unconfigured(new JournalView(ledger));
        counts.unconfigured(unconfigured);
        unconfigured.forEach(account -> log.write(
                MeterLog.Level.ERROR,
                account + ": It is not in the file any more, but has usage or charges that are not billed. Put it back"
                        + " until its last period is billed."));
    }

    private static List<AccountWork.Step> steps(List<AccountWork> accounts) {
        ExecutorService threads = Executors.newFixedThreadPool(AccountRounds.THREADS);
        try {
            List<Future<AccountWork.Step>> futures = new ArrayList<>();
            accounts.forEach(account -> futures.add(threads.submit(account::step)));
            List<AccountWork.Step> steps = new ArrayList<>();
            for (Future<AccountWork.Step> future : futures) {
                steps.add(result(future));
            }
            return steps;
        } finally {
            threads.shutdownNow();
        }
    }

    private void tell(AccountWork.Step step) {
        step.report().ifPresent(report -> {
            counts.add(report);
            step.started().forEach(note -> log.write(MeterLog.Level.INFO, report.account() + ": " + note));
            report.notes().forEach(note -> log.write(MeterLog.Level.INFO, report.account() + ": " + note));
            report.errors().forEach(error -> log.write(MeterLog.Level.ERROR, report.account() + ": " + error));
            step.failure().ifPresent(failure -> log.write(MeterLog.Level.DEBUG, Causes.of(failure)));
        });
        if (step.report().isEmpty()) {
            counts.billed(step.account(), step.billed());
        }
    }

    private static AccountWork.Step result(Future<AccountWork.Step> step) {
        try {
            return step.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a tick was under way", e);
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void sleep(Duration wait) {
        lock.lock();
        try {
            if (!stopped) {
                // Woken early or late does no harm: the caller looks again.
                boolean unused = changed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        } finally {
            lock.unlock();
        }
    }
}
