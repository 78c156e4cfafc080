package org.apportion.ledger.period;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.ledger.Instants;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.Organization;
import org.jdbi.v3.core.Handle;

/** The record of closed months, inside one transaction of the ledger. */
public final class Periods {
    private static final int MAX_REASON = 2000;
    private static final String COLUMNS = "SELECT month, state, run, changed_at, changed_by, reason FROM period ";
    private static final List<String> FROZEN_TABLES = List.of(
            "period_snapshot",
            "period_document",
            "period_statement",
            "period_unit",
            "period_owner",
            "period_reconciled");

    private final Handle handle;
    private final FrozenRows rows;

    public Periods(LedgerTransaction transaction) {
        this.handle = transaction.handle();
        this.rows = new FrozenRows(handle);
    }

    /** All months that were ever closed, in order. */
    public List<Period> all() {
        return handle.createQuery(COLUMNS + "ORDER BY month")
                .map((row, context) -> new Period(
                        BillingMonth.parse(row.getString(1)),
                        PeriodState.of(row.getString(2)),
                        row.getString(3),
                        Instants.of(row.getString(4)),
                        row.getString(5),
                        row.getString(6)))
                .list();
    }

    /** Months that are closed now, in order. */
    public List<Period> closed() {
        return all().stream().filter(Period::isClosed).toList();
    }

    public Optional<Period> find(BillingMonth month) {
        return all().stream().filter(period -> period.month().equals(month)).findFirst();
    }

    public boolean isClosed(BillingMonth month) {
        return find(month).filter(Period::isClosed).isPresent();
    }

    /** Closes an open month. Call it while holding the lake's lease. */
    public void close(Period period, Frozen frozen) {
        if (isClosed(period.month())) {
            throw new IllegalStateException(period.month() + " is closed already");
        }
        write(period);
        rows.write(period.month().toString(), frozen);
        reconciled(period.month(), period.run(), frozen.inputs());
    }

    /** Opens a closed month again and forgets what was frozen with it, except that it happened. */
    public void reopen(Period period) {
        if (!isClosed(period.month())) {
            throw new IllegalStateException(period.month() + " is not closed");
        }
        for (String table : FROZEN_TABLES) {
            handle.createUpdate("DELETE FROM " + table + " WHERE month = :month")
                    .bind("month", period.month().toString())
                    .execute();
        }
        write(period);
    }

    private void write(Period period) {
        String reason =
                period.reason().length() > MAX_REASON ? period.reason().substring(0, MAX_REASON) : period.reason();
        handle.createUpdate("INSERT INTO period (month, state, run, changed_at, changed_by, reason)"
                        + " VALUES (:month, :state, :run, :at, :by, :reason) ON CONFLICT (month) DO UPDATE SET"
                        + " state = excluded.state, run = excluded.run, changed_at = excluded.changed_at,"
                        + " changed_by = excluded.changed_by, reason = excluded.reason")
                .bind("month", period.month().toString())
                .bind("state", period.state().id())
                .bind("run", period.run())
                .bind("at", Instants.text(period.changedAt()))
                .bind("by", period.changedBy())
                .bind("reason", reason)
                .execute();
        handle.createUpdate("INSERT INTO period_event (month, number, state, run, happened_at, happened_by, reason)"
                        + " SELECT :month, COALESCE(MAX(number), 0) + 1, :state, :run, :at, :by, :reason"
                        + " FROM period_event WHERE month = :month")
                .bind("month", period.month().toString())
                .bind("state", period.state().id())
                .bind("run", period.run())
                .bind("at", Instants.text(period.changedAt()))
                .bind("by", period.changedBy())
                .bind("reason", reason)
                .execute();
    }

    /** Closings and reopenings of a month, in order. */
    public List<Period> history(BillingMonth month) {
        return handle.createQuery("SELECT state, run, happened_at, happened_by, reason FROM period_event"
                        + " WHERE month = :month ORDER BY number")
                .bind("month", month.toString())
                .map((row, context) -> new Period(
                        month,
                        PeriodState.of(row.getString(1)),
                        row.getString(2),
                        Instants.of(row.getString(3)),
                        row.getString(4),
                        row.getString(5)))
                .list();
    }

    /** The frozen view of a closed month: what its run read, and over it what it wrote; table to snapshot. */
    public Map<String, Long> snapshots(BillingMonth month) {
        Map<String, Long> snapshots = new HashMap<>(rows.snapshots(month.toString(), FrozenRows.READ));
        snapshots.putAll(rows.snapshots(month.toString(), FrozenRows.WRITTEN));
        return snapshots;
    }

    /** What the closing run read; table to snapshot. */
    public Map<String, Long> read(BillingMonth month) {
        return rows.snapshots(month.toString(), FrozenRows.READ);
    }

    /** The unit statement of a closed month, in its order. */
    public List<StatementLine> statement(BillingMonth month) {
        return rows.statement(month.toString());
    }

    /** A document of a closed month, such as {@code configuration}. */
    public Optional<String> document(BillingMonth month, String name) {
        return rows.document(month.toString(), name);
    }

    /** Names of all documents of a closed month, in order. */
    public List<String> documentNames(BillingMonth month) {
        return rows.documentNames(month.toString());
    }

    /** The organization as it was when the month was closed; without contacts. */
    public Organization organization(BillingMonth month) {
        return rows.organization(month.toString());
    }

    /** The directory as it was when the month was closed. */
    public Directory directory(BillingMonth month) {
        return rows.directory(month.toString());
    }

    /** Runs whose inputs are still compared with: of each month's runs the last that has reconciled a closed month. */
    public Set<String> reconcilingRuns() {
        return handle
                .createQuery("SELECT DISTINCT p.run FROM period_reconciled p JOIN run r ON r.id = p.run"
                        + " WHERE p.number = (SELECT MAX(q.number) FROM period_reconciled q JOIN run s ON s.id = q.run"
                        + " WHERE q.month = p.month AND s.month = r.month)")
                .mapTo(String.class)
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Up to which inputs a closed month and its corrections add up. */
    public Optional<Reconciled> reconciled(BillingMonth month) {
        return handle.createQuery(
                        "SELECT run, inputs FROM period_reconciled WHERE month = :month ORDER BY number DESC LIMIT 1")
                .bind("month", month.toString())
                .map((row, context) -> new Reconciled(row.getString(1), row.getString(2)))
                .findOne();
    }

    /** As {@link #reconciled(BillingMonth)}, without what runs of one month found: the state behind all that others hold. */
    public Optional<Reconciled> reconciledWithout(BillingMonth month, BillingMonth booking) {
        return handle.createQuery("SELECT run, inputs FROM period_reconciled WHERE month = :month AND run NOT IN"
                        + " (SELECT id FROM run WHERE month = :booking) ORDER BY number DESC LIMIT 1")
                .bind("month", month.toString())
                .bind("booking", booking.toString())
                .map((row, context) -> new Reconciled(row.getString(1), row.getString(2)))
                .findOne();
    }

    /**
     * The states between which lies what runs of one month have booked for a closed month: that behind all booked before, and
     * that of the last of these runs; empty if they booked nothing for it.
     */
    public List<Reconciled> reconciledBy(BillingMonth month, BillingMonth booking) {
        String of = "SELECT MAX(p.number) FROM period_reconciled p JOIN run r ON r.id = p.run WHERE p.month = :month";
        String own = of + " AND r.month = :booking";
        return handle.createQuery("SELECT run, inputs FROM period_reconciled WHERE month = :month AND (number = (" + own
                        + ") OR number = (" + of + " AND r.month <> :booking AND p.number < (" + own
                        + "))) ORDER BY number")
                .bind("month", month.toString())
                .bind("booking", booking.toString())
                .map((row, context) -> new Reconciled(row.getString(1), row.getString(2)))
                .list();
    }

    /** Records that a closed month and its corrections, those of this run included, add up to these inputs. */
    public void reconciled(BillingMonth month, String run, String inputs) {
        handle.createUpdate("INSERT INTO period_reconciled (month, number, run, inputs)"
                        + " SELECT :month, COALESCE(MAX(number), 0) + 1, :run, :inputs FROM period_reconciled"
                        + " WHERE month = :month")
                .bind("month", month.toString())
                .bind("run", run)
                .bind("inputs", inputs)
                .execute();
    }
}
