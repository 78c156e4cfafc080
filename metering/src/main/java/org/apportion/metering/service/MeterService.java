package org.apportion.metering.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.tick.ProductMeter;
import org.apportion.metering.tick.TickReport;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ProductListing;

/**
 * A process that meters. Of several on one ledger one works, the others stand by and take over when its lease ends.
 *
 * <p>{@link #run} returns when {@link #stop} was called and the ticks that were under way have ended.
 */
public final class MeterService {
    /** Products and customers that tick at the same time. */
    private static final int THREADS = 4;
    /** How often a process that stands by asks for the lease. */
    private static final Duration STANDBY = Duration.ofSeconds(5);
    /** The longest sleep, so that a stepped clock is noticed. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

    private final MeterSetup setup;
    private final MeterLog log;
    private final MeterCounts counts = new MeterCounts();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ProductMeter, Instant> due = new HashMap<>();
    private volatile boolean stopped;
    private volatile boolean ready;

    public MeterService(MeterSetup setup, MeterLog log) {
        this.setup = setup;
        this.log = log;
    }

    /** Ends {@link #run} after the ticks that are under way. Safe to call from any thread, any number of times. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
        try (Ledger ledger = setup.openLedger();
                AutoCloseable endpoint = endpoint(listen)) {
            while (!stopped) {
                Optional<Lease> lease = lease(ledger);
                if (lease.isPresent()) {
                    try (Lease held = lease.get()) {
                        work(ledger, held);
                    }
                }
            }
        } catch (ApportionException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the endpoint cannot be closed", e);
        }
    }

    /**
     * Ticks each product and customer once.
     *
     * @throws ApportionException if it cannot start; {@code LEDGER_BUSY} if another process works for longer than {@code wait}
     */
    public List<TickReport> once(Duration wait) {
        try (Ledger ledger = setup.openLedger();
                Lease lease = Fence.acquire(ledger, wait)) {
            List<ProductMeter> meters = setup.meters(ledger, Fence.of(lease));
            try {
                meters.forEach(this::start);
                return tick(meters);
            } finally {
                meters.forEach(ProductMeter::close);
            }
        }
    }

    private AutoCloseable endpoint(Optional<InetSocketAddress> listen) {
        return listen.<AutoCloseable>map(
                        address -> HealthEndpoint.open(address, () -> !stopped, () -> ready, counts::text))
                .orElse(() -> {});
    }

    private Optional<Lease> lease(Ledger ledger) {
        try {
            return Optional.of(Fence.acquire(ledger, Duration.ZERO));
        } catch (ApportionException e) {
            if (e.code() != LedgerError.LEDGER_BUSY) {
                throw e;
            }
            if (!ready) {
                log.write(MeterLog.Level.INFO, "Standing by: " + e.problem());
            }
            ready = true;
            sleep(STANDBY);
            return Optional.empty();
        }
    }

    private void work(Ledger ledger, Lease lease) {
        List<ProductMeter> meters = setup.meters(ledger, Fence.of(lease));
        try {
            meters.forEach(this::start);
            meters.forEach(meter -> due.put(meter, setup.clock().instant()));
            ready = true;
            counts.active(true);
            while (!stopped) {
                Instant now = setup.clock().instant();
                List<ProductMeter> waiting = meters.stream()
                        .filter(meter -> !now.isBefore(due.getOrDefault(meter, now)))
                        .toList();
                waiting.forEach(meter -> due.put(meter, next(meter, now)));
                tick(waiting);
                sleep(untilNext());
            }
        } catch (ApportionException e) {
            if (e.code() != LedgerError.LEDGER_LEASE_LOST) {
                throw e;
            }
            log.write(MeterLog.Level.WARNING, "Another process took over: " + e.problem());
        } finally {
            counts.active(false);
            due.clear();
            meters.forEach(ProductMeter::close);
        }
    }

    private void start(ProductMeter meter) {
        meter.start().forEach(note -> log.write(MeterLog.Level.INFO, meter.account() + ": " + note));
    }

    private Instant next(ProductMeter meter, Instant now) {
        Duration query = setup.configuration().products().stream()
                .filter(listing -> listing.name().equals(meter.account().product()))
                .map(ProductListing::reporting)
                .findFirst()
                .orElseThrow()
                .query();
        Instant before = due.getOrDefault(meter, now);
        long missed = Math.max(0, Duration.between(before, now).dividedBy(query));
        return before.plus(query.multipliedBy(missed + 1));
    }

    private Duration untilNext() {
        Instant now = setup.clock().instant();
        return due.values().stream()
                .map(at -> Duration.between(now, at))
                .min(Duration::compareTo)
                .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
    }

    private List<TickReport> tick(List<ProductMeter> meters) {
        List<TickReport> reports = new ArrayList<>();
        if (meters.isEmpty()) {
            return reports;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, meters.size()));
        try {
            List<Future<TickReport>> ticks = new ArrayList<>();
            meters.forEach(meter -> ticks.add(threads.submit(meter::tick)));
            for (Future<TickReport> tick : ticks) {
                TickReport report = result(tick);
                counts.add(report);
                tell(report);
                reports.add(report);
            }
            return reports;
        } finally {
            threads.shutdown();
        }
    }

    private void tell(TickReport report) {
        report.notes().forEach(note -> log.write(MeterLog.Level.INFO, report.account() + ": " + note));
        report.errors().forEach(error -> log.write(MeterLog.Level.ERROR, report.account() + ": " + error));
    }

    private static TickReport result(Future<TickReport> tick) {
        try {
            return tick.get();
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

    private void sleep(Duration wait) {
        lock.lock();
        try {
            if (!stopped && !wait.isNegative()) {
                // Woken early or late does no harm: the caller looks at the clock.
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
