package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.metering.audit.EventLog;
import org.apportion.metering.audit.Json;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;

/**
 * Writes the journal, under the lease's fence. Every call is one transaction, or one per {@value #CHUNK} items, which calls of
 * other threads may share: what it returns is on disk. Doing the same again writes nothing. Safe for many threads.
 *
 * <p>All methods throw {@link ApportionException} {@code LEDGER_LEASE_LOST} if another process took over; nothing of the
 * transaction is kept then.
 */
public final class Journal {
    /** Items of one transaction: large enough to pay for its commit, small enough for other writers. */
    static final int CHUNK = 5_000;

    private final Ledger ledger;
    private final SharedTransactions transactions;

    private Journal(Ledger ledger, SharedTransactions transactions) {
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /** @param fence of {@link Fence#acquire}, which must be held as long as this is used */
    public static Journal open(Ledger ledger, Fence fence) {
        return open(ledger, fence, CommitWatch.NONE);
    }

    /** As {@link #open(Ledger, Fence)}, watched at each transaction. */
    public static Journal open(Ledger ledger, Fence fence, CommitWatch watch) {
        return new Journal(ledger, new SharedTransactions(ledger, fence, watch));
    }

    public JournalView view() {
        return new JournalView(ledger);
    }

    /** Where a source of usage keeps the events that it is told. */
    public UsageInbox inbox(MeteredProduct account) {
        return new EventInbox(ledger, account);
    }

    /** Of the ledger's clock. */
    public Instant now() {
        return ledger.now();
    }

    /** Whether the last change could be written, as far as the ledger is concerned; true before the first. */
    public boolean isWritable() {
        return !transactions.isFailing();
    }

    /** Answers a question from one consistent state. */
    public <T> T read(Function<LedgerTransaction, T> question) {
        return ledger.read(question);
    }

    /**
     * Keeps a reading. The first reading of an instant counts (cut to microseconds); a numerically equal one is ignored; a
     * different one is kept beside and never counts.
     *
     * @throws ApportionException {@code METER_VALUE_TOO_LONG}
     */
    public SampleOutcome addSample(MeteredProduct account, UsageReading reading) {
        return addSamples(List.of(new CustomerReading(account, reading))).get(0);
    }

    /** As {@link #addSample}, of many at once; outcomes in the order of the readings. */
    public List<SampleOutcome> addSamples(List<CustomerReading> readings) {
        return inChunks(readings, (chunk, change) -> new SampleRows(change.handle()).add(chunk, change));
    }

    /** Closes a period and plans its charges, in one transaction. */
    public CloseOutcome close(PeriodClose close) {
        return closeAll(List.of(close)).get(0);
    }

    /**
     * As {@link #close}, of many at once; one that is refused does not keep others from being closed. Not more than one period of
     * an account in one call.
     */
    public List<CloseOutcome> closeAll(List<PeriodClose> closes) {
        return inChunks(closes, Journal::closeChunk);
    }

    private static List<CloseOutcome> closeChunk(List<PeriodClose> closes, Change change) {
        List<CloseOutcome> outcomes = new ArrayList<>(closes.size());
        List<Closing> closings = new ArrayList<>(closes.size());
        List<PlannedCharge> charges = new ArrayList<>();
        for (PeriodClose close : closes) {
            List<String> inputs = new SampleRows(change.handle()).inputs(close.account(), close.period());
            Closing closing = new Closing(close, inputs.size(), Closing.planDigest(close));
            CloseOutcome outcome = check(closing, JournalSample.digestOf(inputs), new PeriodRows(change.handle()));
            outcomes.add(outcome);
            if (outcome instanceof CloseOutcome.Closed) {
                closings.add(closing);
                charges.addAll(close.charges());
                change.log().add(close.account().subject(), "period_closed", detail(closing));
            }
        }
        if (!closings.isEmpty()) {
            new PeriodRows(change.handle()).keepTerms(closings);
            new PeriodRows(change.handle()).insert(closings, change.now());
            ParkedRows parked = new ParkedRows(change.handle());
            closings.forEach(
                    each -> parked.park(each.close().account(), each.close().parked(), change.log()));
            new ChargeRows(change.handle()).plan(charges, change.log(), change.now());
        }
        return outcomes;
    }

    private static CloseOutcome check(Closing closing, String inputsDigest, PeriodRows periods) {
        PeriodClose close = closing.close();
        Optional<PeriodRows.Present> present = periods.overlapping(close.account(), close.period());
        if (present.isPresent()) {
            MeteringPeriod other = present.get().period();
            if (!other.equals(close.period())) {
                return new CloseOutcome.Refused(
                        CloseOutcome.Reason.OVERLAPS,
                        "The period from " + other.start() + " to " + other.end() + " is closed and overlaps.");
            }
            return present.get().planDigest().equals(closing.planDigest())
                    ? new CloseOutcome.ClosedBefore()
                    : new CloseOutcome.Refused(
                            CloseOutcome.Reason.PLANNED_OTHERWISE,
                            "The period was closed with other charges; a change is an adjustment.");
        }
        return inputsDigest.equals(close.inputsDigest())
                ? new CloseOutcome.Closed()
                : new CloseOutcome.Refused(
                        CloseOutcome.Reason.INPUTS_CHANGED, "Samples came in while the charges were computed.");
    }

    private static Map<String, Object> detail(Closing closing) {
        Map<String, Object> detail = new LinkedHashMap<>();
        PeriodClose close = closing.close();
        detail.put("product", close.account().product());
        detail.put("customer", close.account().customer());
        detail.put("from", close.period().start().toString());
        detail.put("to", close.period().end().toString());
        detail.put("kind", close.kind().name().toLowerCase(Locale.ROOT));
        detail.put("coverage", close.coverage().toString());
        detail.put("samples", closing.samples());
        detail.put("inputs", close.inputsDigest());
        detail.put("used", Json.decimals(close.used()));
        detail.put("plan", closing.planDigest());
        detail.put("terms", closing.termsDigest());
        return detail;
    }

    /**
     * Plans a further charge for a closed period: late usage, or a correction upwards. Marketplaces take nothing back.
     *
     * @param key revision 1 or higher
     * @return false if it is planned already with this quantity
     * @throws ApportionException {@code METER_PLAN_CHANGED} if it is planned with another quantity
     */
    public boolean adjust(PlannedCharge adjustment) {
        ChargeKey key = adjustment.key();
        if (key.revision() == 0) {
            throw new IllegalArgumentException("Revision 0 is planned by closing the period.");
        }
        return change(change -> {
            ChargeRows rows = new ChargeRows(change.handle());
            Optional<Charge> present = rows.find(key.idempotencyKey());
            if (present.isPresent()) {
                BigDecimal planned = present.get().quantity();
                if (planned.compareTo(adjustment.quantity()) != 0) {
                    throw new ApportionException(
                            JournalError.METER_PLAN_CHANGED,
                            adjustment.account() + " " + key.dimension(),
                            "revision " + key.revision() + " is planned with " + planned.toPlainString() + ", not "
                                    + adjustment.quantity().toPlainString() + ".",
                            "Plan the difference as a new revision.");
                }
                return false;
            }
            rows.plan(List.of(adjustment), change.log(), change.now());
            return true;
        });
    }

    /**
     * Computes the late samples of a closed period into it, in one transaction: what is decided is planned, the samples are
     * marked, and what is told is the period's {@link Difference} from now on.
     *
     * @param decide pure; sees the period as it is in the transaction
     * @return what was decided
     */
    public LateDecision reviewLate(ClosedPeriod closed, Function<LateUsage, LateDecision> decide) {
        return this.<LateDecision>change(change -> new LateReview(change).review(closed, decide));
    }

    /** The late samples from one instant to another (exclusive) are kept and never billed. @return how many */
    public int passOverLate(MeteredProduct account, Instant from, Instant to) {
        return this.<Integer>change(change -> {
            int passed = new SampleRows(change.handle()).passOver(account, from, to);
            if (passed > 0) {
                Map<String, Object> detail = new LinkedHashMap<>();
                detail.put("from", from.toString());
                detail.put("to", to.toString());
                detail.put("samples", passed);
                change.log().add(account.subject(), "late_samples_not_billed", detail);
            }
            return passed;
        });
    }

    /**
     * Plans usage that was parked, in one transaction with the mark that it is.
     *
     * @param decision its {@code more}: what the usage comes to
     * @return false if it was planned before, or is not as much as it was any more
     */
    public boolean settleParked(MeteredProduct account, ParkedUsage usage, LateDecision decision) {
        return this.<Boolean>change(change -> new LateReview(change).settle(account, usage, decision.more(), Map.of()));
    }

    /** Grants a trial, unless the account ever had one. @return the grant that holds: this or the earlier one */
    public TrialGrant grantTrial(MeteredProduct account, String grantId, MeteringPeriod period) {
        return change(change -> {
            StateRows rows = new StateRows(change.handle());
            Optional<TrialGrant> present = rows.trial(account);
            if (present.isPresent()) {
                return present.get();
            }
            TrialGrant grant = new TrialGrant(account, grantId, period, change.now());
            rows.insert(grant);
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("grant", grantId);
            detail.put("from", period.start().toString());
            detail.put("to", period.end().toString());
            change.log().add(account.subject(), "trial_granted", detail);
            return grant;
        });
    }

    /** Takes hours, by their starts, in which somebody else may have sent a record of these dimensions. */
    public void holdHours(MeteredProduct account, List<String> dimensions, List<Instant> hours) {
        change(change -> {
            for (String dimension : dimensions) {
                hours.forEach(hour -> new StateRows(change.handle()).hold(account, dimension, hour));
            }
            return true;
        });
    }

    /** Keeps a value that the documents need, such as whether metering is allowed. Leaves no event, so it decides about no money. */
    public void putState(MeteredProduct account, String name, String value) {
        underFence(rows -> rows.put(account, name, value));
    }

    /** Keeps a value that decides about money, such as where the periods of an installation begin, with its digest as event. */
    public void putFact(MeteredProduct account, String name, String value) {
        change(change -> {
            new StateRows(change.handle()).put(account, name, value);
            change.log().add(account.subject(), JournalProof.FACT, JournalProof.fact(name, value));
            return true;
        });
    }

    /** Keeps whom this holder of the lease meters, for processes that stand by. */
    public void tellMetered(Collection<MeteredProduct> accounts) {
        underFence(rows -> rows.metered(accounts));
    }

    private void underFence(Consumer<StateRows> work) {
        change(change -> {
            work.accept(new StateRows(change.handle()));
            return true;
        });
    }

    /**
     * One transaction under the fence, with the chain of events locked; shared with others who write at this moment, of whom none
     * is touched by what {@code work} throws.
     */
    public <T> T change(Function<Change, T> work) {
        return transactions.change(work);
    }

    /** @param fence empty for an operator, who need not hold the lease */
    public static <T> T change(Ledger ledger, Optional<Fence> fence, Function<Change, T> work) {
        return ledger.inTransaction(tx -> {
            fence.ifPresent(each -> each.require(tx));
            Instant now = ledger.now();
            long token = fence.map(Fence::token).orElse(0L);
            EventLog log = EventLog.lock(tx, now, token);
            T result = work.apply(new Change(tx.handle(), log, now, token));
            log.write();
            return result;
        });
    }

    private <I, O> List<O> inChunks(List<I> items, ChunkWork<I, O> work) {
        List<O> outcomes = new ArrayList<>(items.size());
        for (int start = 0; start < items.size(); start += CHUNK) {
            List<I> chunk = items.subList(start, Math.min(start + CHUNK, items.size()));
            outcomes.addAll(this.<List<O>>change(change -> work.apply(chunk, change)));
        }
        return outcomes;
    }

    @FunctionalInterface
    private interface ChunkWork<I, O> {
        List<O> apply(List<I> chunk, Change change);
    }
}
