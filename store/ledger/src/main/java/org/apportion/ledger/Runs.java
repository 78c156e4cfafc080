package org.apportion.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.jdbi.v3.core.Handle;

/**
 * The record of all runs. A run is visible as committed exactly when the transaction that also names its snapshots is.
 * Instants are arguments, so that a run can be repeated with a stopped clock.
 */
public final class Runs {
    private final Handle handle;
    private final RunRows rows;

    Runs(Handle handle) {
        this.handle = handle;
        this.rows = new RunRows(handle);
    }

    /** Records a new run and answers its id. */
    public String start(RunStart start) {
        String month = start.month().toString();
        int number = handle.createQuery("SELECT COALESCE(MAX(number), 0) + 1 FROM run WHERE month = :month")
                .bind("month", month)
                .mapTo(Integer.class)
                .one();
        String id = month + "-" + number;
        handle.createUpdate("INSERT INTO run (id, month, number, state, started, code_version)"
                        + " VALUES (:id, :month, :number, 'running', :started, :code)")
                .bind("id", id)
                .bind("month", month)
                .bind("number", number)
                .bind("started", Instants.text(start.started()))
                .bind("code", start.codeVersion())
                .execute();
        rows.writeInputs(id, start.inputs());
        rows.writeFacts(id, RunRows.FINGERPRINT, start.fingerprints());
        return id;
    }

    /** Ends a run that counts. Name its snapshots in the same transaction. */
    public void commit(String id, RunResult result, Instant finished) {
        finish(id, RunState.COMMITTED, finished);
        rows.writeResult(id, result);
    }

    /** Ends a run that does not count, keeping what it had found. */
    public void fail(String id, ApportionException error, RunResult result, Instant finished) {
        finish(id, RunState.FAILED, finished);
        writeError(id, error.code().name(), String.valueOf(error.getMessage()));
        rows.writeResult(id, result);
    }

    /**
     * Ends runs whose process died. Call it while holding the lease under which runs are made; then no run can be alive.
     *
     * @return how many there were
     */
    public int failInterrupted(Instant now) {
        List<String> interrupted = handle.createQuery("SELECT id FROM run WHERE state = 'running'")
                .mapTo(String.class)
                .list();
        for (String id : interrupted) {
            finish(id, RunState.FAILED, now);
            writeError(id, "RUN_INTERRUPTED", "The process ended before the run did; nothing of it was kept.");
        }
        return interrupted.size();
    }

    public Optional<Run> find(String id) {
        return rows.read("WHERE id = :value", id, 1).stream().findFirst();
    }

    /** The newest runs first, of all months. */
    public List<Run> latest(int limit) {
        return rows.read("WHERE '' = :value ORDER BY started DESC, month DESC, number DESC", "", limit);
    }

    /** The run that a month's charges come from. */
    public Optional<Run> latestCommitted(BillingMonth month) {
        return rows
                .read("WHERE state = 'committed' AND month = :value ORDER BY number DESC", month.toString(), 1)
                .stream()
                .findFirst();
    }

    /** Ids of all committed runs per month, of each month the one in force first. Their numbers order them, whatever the clock said. */
    public Map<BillingMonth, List<String>> committedIds() {
        Map<BillingMonth, List<String>> ids = new TreeMap<>();
        handle.createQuery("SELECT month, id FROM run WHERE state = 'committed' ORDER BY month, number DESC")
                .map((row, context) -> Map.entry(BillingMonth.parse(row.getString(1)), row.getString(2)))
                .forEach(run -> ids.computeIfAbsent(run.getKey(), month -> new ArrayList<>())
                        .add(run.getValue()));
        return ids;
    }

    /** The newest run of a month, whatever became of it. */
    public Optional<Run> latest(BillingMonth month) {
        return rows.read("WHERE month = :value ORDER BY number DESC", month.toString(), 1).stream()
                .findFirst();
    }

    /** The committed run of the same month that came before this one. */
    public Optional<Run> committedBefore(Run run) {
        String before = "WHERE state = 'committed' AND month = (SELECT month FROM run WHERE id = :value)"
                + " AND number < (SELECT number FROM run WHERE id = :value) ORDER BY number DESC";
        return rows.read(before, run.id(), 1).stream().findFirst();
    }

    /** Months that have a committed run, in order. */
    public List<BillingMonth> committedMonths() {
        return handle.createQuery("SELECT DISTINCT month FROM run WHERE state = 'committed' ORDER BY month")
                .mapTo(String.class)
                .map(BillingMonth::parse)
                .list();
    }

    /** A text that changes whenever a run begins or ends. */
    public String standing() {
        return handle.createQuery(
                        "SELECT state, COUNT(*), MAX(started), MAX(finished) FROM run GROUP BY state ORDER BY state")
                .map((row, context) ->
                        row.getString(1) + " " + row.getLong(2) + " " + row.getString(3) + " " + row.getString(4))
                .list()
                .toString();
    }

    private void finish(String id, RunState state, Instant finished) {
        int changed = handle.createUpdate(
                        "UPDATE run SET state = :state, finished = :finished WHERE id = :id AND state = 'running'")
                .bind("state", state.id())
                .bind("finished", Instants.text(finished))
                .bind("id", id)
                .execute();
        if (changed != 1) {
            throw new IllegalStateException("run " + id + " is not running, so it cannot become " + state.id());
        }
    }

    private void writeError(String id, String code, String message) {
        handle.createUpdate("UPDATE run SET error_code = :code, message = :message WHERE id = :id")
                .bind("code", code)
                .bind("message", message.length() > RunRows.MAX_TEXT ? message.substring(0, RunRows.MAX_TEXT) : message)
                .bind("id", id)
                .execute();
    }
}
