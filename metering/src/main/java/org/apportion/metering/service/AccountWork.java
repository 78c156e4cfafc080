package org.apportion.metering.service;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.ProductMeter;
import org.apportion.metering.tick.TickReport;
import org.apportion.model.ApportionException;

/**
 * One product and customer in a process: opened and started at its first step, ticked at each query interval, and sent for
 * between ticks while charges wait. What fails here stops no other; a start that fails is tried again at each interval.
 *
 * <p>One thread at a time does its steps. All methods throw only {@code LEDGER_LEASE_LOST}.
 */
final class AccountWork implements AutoCloseable {
    /** How soon after a tick what waits is looked at again: sooner than any late window ends, however rare the ticks are. */
    private static final Duration SENDING = Duration.ofMinutes(1);

    private final MeteredProduct account;
    private final Duration query;
    private final Supplier<ProductMeter> opening;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private Optional<ProductMeter> meter = Optional.empty();
    private boolean ticked;
    private boolean waiting;
    private long due;

    /** @param nanoTime a clock that nobody sets: a wall clock that is set back would stop the ticks */
    AccountWork(
            MeteredProduct account,
            Duration query,
            Supplier<ProductMeter> opening,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.account = account;
        this.query = query;
        this.opening = opening;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * What a step came to.
     *
     * @param report empty if it was no tick
     * @param billed charges that the marketplace took
     * @param failure why the account was not started, or its step not done
     * @param started sentences for the log, of the start
     */
    record Step(
            MeteredProduct account,
            Optional<TickReport> report,
            int billed,
            Optional<RuntimeException> failure,
            List<String> started) {}

    boolean isStarted() {
        return meter.isPresent();
    }

    /** Does what is due: a tick, or sending. */
    Step step() {
        try {
            List<String> started = start();
            if (ticked && nanoTime.getAsLong() - due < 0) {
                return new Step(account, Optional.empty(), meter.orElseThrow().send(), Optional.empty(), started);
            }
            nextTick();
            TickReport report = meter.orElseThrow().tick();
            waiting = report.open() > 0;
            return new Step(account, Optional.of(report), report.billed(), Optional.empty(), started);
        } catch (RuntimeException e) {
            if (e instanceof ApportionException known && known.code() == LedgerError.LEDGER_LEASE_LOST) {
                throw e;
            }
            if (meter.isEmpty()) {
                nextTick();
            }
            return new Step(
                    account,
                    Optional.of(TickReport.failed(account, clock.instant(), text(e))),
                    0,
                    Optional.of(e),
                    List.of());
        }
    }

    /** How long until the next step is due; never negative. */
    Duration untilNext() {
        Duration left = ticked ? Duration.ofNanos(Math.max(0, due - nanoTime.getAsLong())) : Duration.ZERO;
        return waiting && left.compareTo(SENDING) > 0 ? SENDING : left;
    }

    private List<String> start() {
        if (meter.isPresent()) {
            return List.of();
        }
        ProductMeter opened = opening.get();
        try {
            List<String> notes = opened.start();
            meter = Optional.of(opened);
            return notes;
        } finally {
            if (meter.isEmpty()) {
                opened.close();
            }
        }
    }

    /** Ticks keep their slots, however late one of them is. */
    private void nextTick() {
        long now = nanoTime.getAsLong();
        long since = ticked ? Math.max(0, now - due) : 0;
        due = (ticked ? due : now) + query.toNanos() * (since / query.toNanos() + 1);
        ticked = true;
    }

    /** Texts of others than ours may hold what they were given, such as a token. */
    private static String text(RuntimeException e) {
        return e instanceof ApportionException known
                ? String.valueOf(known.getMessage())
                : "Metering failed: " + e.getClass().getSimpleName() + ".";
    }

    @Override
    public void close() {
        meter.ifPresent(ProductMeter::close);
        meter = Optional.empty();
    }
}
