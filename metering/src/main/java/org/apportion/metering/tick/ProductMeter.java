package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.document.Dates;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.sending.HeartbeatResult;
import org.apportion.metering.sending.SendReport;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;

/**
 * Meters one product for one customer, tick by tick. Not safe for use by several threads.
 *
 * <p>Call {@link #start} once, then {@link #tick} at each query interval. All methods throw {@code LEDGER_LEASE_LOST} if
 * another process took over; every other failure of a tick is told in csp-config and in the report.
 */
public final class ProductMeter implements AutoCloseable {
    private final MeterParts parts;
    private final Beginning beginning;
    private final ClockWatch clockWatch;
    private final ClockTrust clockTrust;
    private final Sampling sampling;
    private final AfterClose afterClose;
    private final PeriodCloser closer;
    private final DocumentWriter documents;
    private final Housekeeping housekeeping;
    private final List<String> notes = new ArrayList<>();
    private Origin origin = Origin.at(Instant.EPOCH);
    private Optional<Reporting> reporting = Optional.empty();
    private MeterStatus status = MeterStatus.NEW;

    public ProductMeter(MeterParts parts) {
        this.parts = parts;
        this.beginning = new Beginning(parts);
        this.clockWatch = new ClockWatch(parts.nanoTime());
        this.clockTrust = new ClockTrust(parts.journal(), parts.account());
        this.sampling = new Sampling(parts);
        int scale = parts.marketplace().rules().quantityScale();
        this.afterClose = new AfterClose(parts.journal(), parts.listing(), parts.account(), scale);
        this.closer = new PeriodCloser(parts.journal(), parts.listing(), parts.account(), scale);
        this.documents = new DocumentWriter(parts, closer);
        this.housekeeping = new Housekeeping(parts);
    }

    public MeteredProduct account() {
        return parts.account();
    }

    /**
     * Reads the documents, takes over an adapter's installation if there is one, and asks whether metering is allowed.
     *
     * @return sentences for the log
     * @throws ApportionException if a document cannot be read: nothing is started afresh; or {@code METER_ACCESS_REFUSED}
     *     before the first sample. Later it is told instead: usage goes on while credentials are expired
     */
    public List<String> start() {
        Instant now = parts.clock().instant();
        boolean metered = parts.journal()
                .view()
                .lastSampleBefore(parts.account(), now.plus(1, ChronoUnit.MICROS))
                .isPresent();
        Beginning.Begun begun = beginning.begin(now);
        origin = begun.origin();
        status = begun.status();
        reporting = Optional.of(new Reporting(parts, closer, origin));
        List<String> told = new ArrayList<>(begun.notes());
        documents.accountInfo().ifPresent(told::add);
        requireAccess(now, metered, told);
        return told;
    }

    private void requireAccess(Instant now, boolean metered, List<String> told) {
        AccessCheck access = parts.marketplace().checkAccess(parts.listing().dimensions());
        if (access instanceof AccessCheck.Refused refused && metered) {
            List<String> errors = new ArrayList<>(status.unsaved());
            errors.add(ErrorTexts.testFailed(refused.problem()));
            status = status.withAccess(false).withUnsaved(errors);
            told.add(ErrorTexts.testFailed(refused.problem()) + " Usage is kept meanwhile. " + refused.nextStep());
        } else if (access instanceof AccessCheck.Refused refused) {
            status = documents.write(
                    origin,
                    status.withAccess(false),
                    now,
                    reporting.flatMap(each -> each.next(now)),
                    List.of(ErrorTexts.testFailed(refused.problem())));
            throw new ApportionException(
                    MeterError.METER_ACCESS_REFUSED,
                    parts.account().toString(),
                    "Fatal error while validating metering API access: " + refused.problem(),
                    refused.nextStep());
        }
        if (access instanceof AccessCheck.NotKnown unknown) {
            told.add("Whether metering is allowed is not known before the first report: " + unknown.reason());
        }
    }

    /** Does all that is due now. */
    public TickReport tick() {
        Instant now = parts.clock().instant();
        Set<String> errors = new LinkedHashSet<>(status.unsaved());
        notes.clear();
        Optional<Duration> step = clockWatch.step(now);
        Sampling.Outcome sampled =
                guarded(errors, Sampling.Outcome.NOTHING, () -> sampling.sample(now, origin.firstStart()));
        errors.addAll(sampled.errors());
        notes.addAll(sampled.notes());
        sampled.reading()
                .ifPresent(reading ->
                        status = status.withBaseProduct(reading.baseProduct().orElse("")));
        int closed = guarded(errors, 0, () -> mayClose(now, step, errors) ? close(now, errors) : 0);
        AfterClose.Outcome finished = guarded(errors, AfterClose.Outcome.NOTHING, afterClose::finish);
        errors.addAll(finished.errors());
        notes.addAll(finished.notes());
        Sent sent = guarded(errors, Sent.NOTHING, () -> send(now, closed, errors));
        status = status.withExpire(expire(now, sent));
        Optional<Instant> expired = parts.listing().billing().endOfSupport().filter(end -> !now.isBefore(end));
        expired.ifPresentOrElse(
                end -> errors.add(ErrorTexts.offerExpired(Dates.text(end))),
                () -> guarded(errors, Optional.<String>empty(), () -> closer.noDateLeft(origin))
                        .ifPresent(errors::add));
        int open = guarded(errors, 0, () -> documents.refresh(closed > 0 || sent.sent() > 0, errors));
        boolean ok = sent.refused() ? false : sent.billed() > 0 || sent.told() || status.accessOk();
        boolean compatMapping =
                parts.listing().modes().isCompat(MeteringSetting.BILLING_API_ACCESS_OK) && sent.unmapped();
        status = status.withAccess(ok && !compatMapping);
        MeterStatus current = status;
        guarded(errors, Optional.<String>empty(), () -> documents.rival(current))
                .ifPresent(errors::add);
        List<String> told = List.copyOf(errors);
        status = guarded(
                errors,
                current,
                () -> documents.write(origin, current, now, reporting.flatMap(each -> each.next(now)), told));
        return new TickReport(
                parts.account(),
                now,
                true,
                sampled.fresh(),
                closed,
                sent.billed(),
                open,
                finished.differences().size(),
                List.copyOf(errors),
                notes);
    }

    /**
     * Sends what is due between two ticks, so that a lost answer is found out about within the marketplace's late window.
     *
     * @return how many charges the marketplace took
     */
    public int send() {
        int billed = parts.sender().send(parts.account(), parts.marketplace()).billed();
        status = billed > 0 ? status.withAccess(true) : status;
        return billed;
    }

    private boolean mayClose(Instant now, Optional<Duration> step, Set<String> errors) {
        Optional<String> doubt = clockTrust.doubt(
                now,
                step,
                closer.running(origin)
                        .flatMap(running ->
                                origin.calendar(parts.listing().billing()).startingAt(running.end())));
        doubt.ifPresent(errors::add);
        return doubt.isEmpty();
    }

    private int close(Instant now, Set<String> errors) {
        List<PeriodPlan> plans = closer.closeDue(origin, now);
        for (PeriodPlan plan : plans) {
            plan.dimensions().unmapped().forEach(each -> errors.add(each.error()));
            if (plan.coverage().measured() == 0 && !plan.free()) {
                errors.add("No usage was measured from " + plan.period().start() + " to "
                        + plan.period().end() + ".");
            }
            notes.add("The period from " + plan.period().start() + " to "
                    + plan.period().end() + " is closed: " + plan.dimensions().quantities() + ", coverage "
                    + plan.coverage().percent() + (plan.free() ? ", free trial" : "") + ".");
        }
        notes.addAll(housekeeping.keep(now, !plans.isEmpty()));
        return plans.size();
    }

    /**
     * What was sent.
     *
     * @param told whether a heartbeat was taken
     * @param refused whether the marketplace took nothing that it was told
     * @param unmapped whether a report could not be mapped to a dimension
     */
    private record Sent(int sent, int billed, boolean told, boolean refused, boolean unmapped) {
        static final Sent NOTHING = new Sent(0, 0, false, false, false);
    }

    private Sent send(Instant now, int closed, Set<String> errors) {
        Marketplace marketplace = parts.marketplace();
        SendReport report = parts.sender().send(parts.account(), marketplace);
        notes.addAll(report.warnings());
        if (closed > 0) {
            reporting.ifPresent(each -> each.billed(now));
        }
        List<String> problems = new ArrayList<>();
        Optional<List<HeartbeatResult>> heartbeat = closer.running(origin)
                .flatMap(running -> reporting.flatMap(each -> each.report(now, running, problems)));
        errors.addAll(problems);
        boolean told = false;
        boolean failed = false;
        for (HeartbeatResult result : heartbeat.orElse(List.of())) {
            // A marketplace that takes no zero, or has the hour's charge, needs no other sign of life.
            told |= result.outcome() != HeartbeatResult.Outcome.FAILED
                    && result.outcome() != HeartbeatResult.Outcome.SENT_BEFORE;
            if (result.outcome() == HeartbeatResult.Outcome.FAILED) {
                failed = true;
                errors.add(result.message());
            }
        }
        boolean refused = failed || report.paused() || (report.sent() > 0 && report.billed() == 0);
        return new Sent(report.sent(), report.billed(), told, refused, !problems.isEmpty());
    }

    private Optional<Instant> expire(Instant now, Sent sent) {
        Optional<Instant> end = parts.listing().billing().endOfSupport();
        if (end.isPresent()) {
            return end;
        }
        Duration query = parts.listing().reporting().query();
        if (!parts.listing().modes().isCompat(MeteringSetting.EXPIRE)) {
            return Optional.of(now.plus(query));
        }
        boolean success = (sent.billed() > 0 || sent.told()) && !sent.refused();
        return success || status.expire().isEmpty()
                ? Optional.of(now.plus(parts.listing().reporting().heartbeat().orElse(query)))
                : status.expire();
    }

    /** A failure of one step is told and keeps no other step from its work. */
    private static <T> T guarded(Set<String> errors, T otherwise, java.util.function.Supplier<T> step) {
        try {
            return step.get();
        } catch (ApportionException e) {
            if (e.code() == LedgerError.LEDGER_LEASE_LOST) {
                throw e;
            }
            errors.add(ErrorTexts.of(e));
        } catch (RuntimeException e) {
            errors.add("A step of metering failed: " + e.getClass().getSimpleName());
        }
        return otherwise;
    }

    @Override
    public void close() {
        parts.marketplace().close();
        parts.usage().ifPresent(usage -> usage.close());
        parts.store().close();
    }
}
