package org.apportion.metering.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.Instants;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.model.metering.MeteringPeriod;

/** What the journal says. Needs no lease; never waits for a writer. Safe for many threads. */
public final class JournalView {
    private final Ledger ledger;

    public JournalView(Ledger ledger) {
        this.ledger = ledger;
    }

    /** All samples of a period with those that contradict or came late, by instant. */
    public List<JournalSample> samples(MeteredProduct account, MeteringPeriod period) {
        return ledger.read(tx -> new SampleRows(tx.handle()).in(account, period));
    }

    /** Samples from an instant on (inclusive), without those that contradict, the oldest first. */
    public List<JournalSample> samplesSince(MeteredProduct account, Instant from, int limit) {
        return ledger.read(tx -> new SampleRows(tx.handle()).since(account, from, limit));
    }

    /** {@link #samples} and {@link #heldBefore} a period, of one state of the journal. */
    public PeriodSamples periodSamples(MeteredProduct account, MeteringPeriod period, Set<String> held) {
        return ledger.read(tx -> {
            SampleRows rows = new SampleRows(tx.handle());
            return new PeriodSamples(rows.in(account, period), rows.heldBefore(account, period.start(), held));
        });
    }

    /**
     * The last sample before an instant (exclusive), with the last values before of metrics that it lacks: what a policy that holds
     * the last value needs.
     */
    public Optional<JournalSample> heldBefore(MeteredProduct account, Instant instant, Set<String> metrics) {
        return ledger.read(tx -> new SampleRows(tx.handle()).heldBefore(account, instant, metrics));
    }

    /** The last sample before an instant (exclusive). */
    public Optional<JournalSample> lastSampleBefore(MeteredProduct account, Instant instant) {
        return ledger.read(tx -> new SampleRows(tx.handle()).lastBefore(account, instant));
    }

    public Optional<ClosedPeriod> lastClosed(MeteredProduct account) {
        return closedPeriods(account, 1).stream().findFirst();
    }

    /** The latest closed periods, the latest first. */
    public List<ClosedPeriod> closedPeriods(MeteredProduct account, int limit) {
        return ledger.read(tx -> new PeriodRows(tx.handle()).latest(account, limit));
    }

    /** The latest that begin before an instant, the latest first. */
    public List<ClosedPeriod> closedPeriodsBefore(MeteredProduct account, Instant before, int limit) {
        return ledger.read(tx -> new PeriodRows(tx.handle()).latest(account, before, limit));
    }

    public List<Charge> charges(ChargeFilter filter) {
        return ledger.read(tx -> new ChargeRows(tx.handle()).matching(filter));
    }

    /**
     * Charges with a marketplace's record id, or whose key begins with a word.
     *
     * @param word at least {@value ChargeRows#SHORTEST_WORD} hexadecimal digits mean a key, too
     */
    public List<Charge> chargesNamed(String word) {
        return ledger.read(tx -> new ChargeRows(tx.handle()).named(word));
    }

    /** Charges that were sent as one record, the oldest period first. @param recordKey of our record */
    public List<Charge> chargesOfRecord(String recordKey) {
        return ledger.read(tx -> new ChargeRows(tx.handle()).ofRecord(recordKey));
    }

    /** @param id idempotency key of the charge */
    public Optional<Charge> charge(String id) {
        return ledger.read(tx -> new ChargeRows(tx.handle()).find(id));
    }

    public Optional<TrialGrant> trial(MeteredProduct account) {
        return ledger.read(tx -> new StateRows(tx.handle()).trial(account));
    }

    /** What closed periods still need. @param limit of late samples */
    public PendingWork pending(MeteredProduct account, int limit) {
        return ledger.read(tx -> new PendingWork(
                new SampleRows(tx.handle()).waiting(account, limit),
                new ParkedRows(tx.handle()).waiting(account),
                new DifferenceRows(tx.handle()).open(account)));
    }

    /** The samples of a closed period's bill with those of its adjustments, written up to an instant, as ones that count. */
    public List<JournalSample> samplesInBill(MeteredProduct account, MeteringPeriod period, Instant until) {
        return ledger.read(tx -> new SampleRows(tx.handle()).inBill(account, period, until));
    }

    public Optional<ClosedPeriod> closedPeriodHolding(MeteredProduct account, Instant instant) {
        return ledger.read(tx -> new PeriodRows(tx.handle()).holding(account, instant));
    }

    /** The terms of a closed period; empty if they were not kept. */
    public Optional<String> terms(ClosedPeriod closed) {
        return ledger.read(tx -> new PeriodRows(tx.handle()).terms(closed.termsDigest()));
    }

    /** All usage of a period that no dimension took when it was closed. */
    public List<ParkedUsage> parkedUsage(MeteredProduct account, MeteringPeriod period) {
        return ledger.read(tx -> new ParkedRows(tx.handle()).of(account, period));
    }

    /** Usage of any account that no dimension took and nobody has settled, the oldest period first. */
    public List<WaitingUsage> waitingUsage() {
        return ledger.read(tx -> new ParkedRows(tx.handle()).waiting());
    }

    /** What late samples would change in closed periods of any account and nobody has settled. */
    public List<Difference> differences() {
        return ledger.read(tx -> new DifferenceRows(tx.handle()).open());
    }

    public Optional<String> state(MeteredProduct account, String name) {
        return ledger.read(tx -> new StateRows(tx.handle()).get(account, name));
    }

    /** The values of a name, of all accounts. */
    public Map<MeteredProduct, String> states(String name) {
        return ledger.read(tx -> new StateRows(tx.handle()).all(name));
    }

    /** Whom the last holder of the lease meters, or metered. */
    public Set<MeteredProduct> metered() {
        return ledger.read(tx -> new StateRows(tx.handle()).metered());
    }

    /** Products and customers with a charge of a period that starts in a range, whether they are still metered or not. */
    public List<MeteredProduct> charged(MeteringPeriod range) {
        return ledger.read(tx -> tx.handle()
                .createQuery("SELECT DISTINCT product, customer FROM meter_charge WHERE period_start >= ? AND"
                        + " period_start < ? ORDER BY 1, 2")
                .bind(0, Instants.text(range.start()))
                .bind(1, Instants.text(range.end()))
                .map((row, context) -> new MeteredProduct(row.getString(1), row.getString(2)))
                .list());
    }

    /** Products and customers with a charge to send or to find out about, or with samples that no closed period holds. */
    public List<MeteredProduct> unfinished() {
        return ledger.read(JournalView::unfinished);
    }

    private static List<MeteredProduct> unfinished(LedgerTransaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT product, customer FROM meter_charge WHERE state IN ('planned', 'sending',"
                        + " 'unknown', 'retry_at') UNION SELECT s.product, s.customer FROM meter_state s"
                        + " WHERE s.name = 'origin' AND (SELECT MAX(m.reported_at) FROM meter_sample m"
                        + " WHERE m.product = s.product AND m.customer = s.customer) >= COALESCE((SELECT"
                        + " MAX(p.period_end) FROM meter_period p WHERE p.product = s.product AND p.customer ="
                        + " s.customer), '') ORDER BY 1, 2")
                .map((row, context) -> new MeteredProduct(row.getString(1), row.getString(2)))
                .list();
    }
}
