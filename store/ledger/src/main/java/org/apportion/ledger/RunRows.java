package org.apportion.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables behind {@link Runs}. */
final class RunRows {
    static final String FINGERPRINT = "fingerprint";
    static final int MAX_TEXT = 4000;
    private static final String FACT = "fact";

    private final Handle handle;

    RunRows(Handle handle) {
        this.handle = handle;
    }

    void writeInputs(String run, Map<String, Long> inputs) {
        inputs.forEach((table, snapshot) -> handle.createUpdate(
                        "INSERT INTO run_input (run, table_name, snapshot_id) VALUES (:run, :table, :snapshot)")
                .bind("run", run)
                .bind("table", table)
                .bind("snapshot", snapshot)
                .execute());
    }

    void writeFacts(String run, String kind, Map<String, String> facts) {
        facts.forEach((name, value) -> handle.createUpdate(
                        "INSERT INTO run_fact (run, kind, name, value) VALUES (:run, :kind, :name, :value)")
                .bind("run", run)
                .bind("kind", kind)
                .bind("name", name)
                .bind("value", value)
                .execute());
    }

    void writeResult(String run, RunResult result) {
        writeFacts(run, FACT, result.facts());
        result.totals().forEach(total -> writeTotal(run, total));
        writeProofs(run, result.proofs());
    }

    private void writeTotal(String run, RunTotal total) {
        handle.createUpdate("INSERT INTO run_total (run, currency, billed, charged)"
                        + " VALUES (:run, :currency, :billed, :charged)")
                .bind("run", run)
                .bind("currency", total.currency())
                .bind("billed", total.billed().toPlainString())
                .bind("charged", total.charged().toPlainString())
                .execute();
        total.unallocated()
                .forEach((reason, amount) -> handle.createUpdate(
                                "INSERT INTO run_unallocated (run, currency, reason, amount)"
                                        + " VALUES (:run, :currency, :reason, :amount)")
                        .bind("run", run)
                        .bind("currency", total.currency())
                        .bind("reason", reason)
                        .bind("amount", amount.toPlainString())
                        .execute());
    }

    private void writeProofs(String run, List<RunProof> proofs) {
        if (proofs.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO run_proof (run, position, name, expected, actual, passed, detail)"
                        + " VALUES (:run, :position, :name, :expected, :actual, :passed, :detail)");
        int position = 0;
        for (RunProof proof : proofs) {
            batch.bind("run", run)
                    .bind("position", position++)
                    .bind("name", proof.name())
                    .bind("expected", proof.expected())
                    .bind("actual", proof.actual())
                    .bind("passed", proof.passed() ? 1 : 0)
                    .bind("detail", proof.detail())
                    .add();
        }
        batch.execute();
    }

    List<Run> read(String condition, String value, int limit) {
        return handle
                .createQuery("SELECT id, month, state, started, finished, code_version, error_code, message FROM run "
                        + condition + " LIMIT :limit")
                .bind("value", value)
                .bind("limit", limit)
                .map((row, context) -> new RowValues(
                        row.getString("id"),
                        row.getString("month"),
                        row.getString("state"),
                        row.getString("started"),
                        row.getString("finished"),
                        row.getString("code_version"),
                        row.getString("error_code"),
                        row.getString("message")))
                .stream()
                .map(this::assemble)
                .toList();
    }

    private Run assemble(RowValues row) {
        RunStart start = new RunStart(
                BillingMonth.parse(row.month()),
                Instants.of(row.started()),
                row.codeVersion(),
                facts(row.id(), FINGERPRINT),
                inputs(row.id()));
        return new Run(
                row.id(),
                start,
                RunState.of(row.state()),
                row.finished() == null ? null : Instants.of(row.finished()),
                row.errorCode(),
                row.message(),
                new RunResult(totals(row.id()), proofs(row.id()), facts(row.id(), FACT)));
    }

    private Map<String, String> facts(String run, String kind) {
        return handle
                .createQuery("SELECT name, value FROM run_fact WHERE run = :run AND kind = :kind")
                .bind("run", run)
                .bind("kind", kind)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, Long> inputs(String run) {
        return handle
                .createQuery("SELECT table_name, snapshot_id FROM run_input WHERE run = :run")
                .bind("run", run)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<RunTotal> totals(String run) {
        Map<String, Map<String, BigDecimal>> unallocated = new TreeMap<>();
        handle.createQuery("SELECT currency, reason, amount FROM run_unallocated WHERE run = :run")
                .bind("run", run)
                .map((row, context) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .forEach(row -> unallocated
                        .computeIfAbsent(row.get(0), currency -> new TreeMap<>())
                        .put(row.get(1), new BigDecimal(row.get(2))));
        return handle.createQuery("SELECT currency, billed, charged FROM run_total WHERE run = :run ORDER BY currency")
                .bind("run", run)
                .map((row, context) -> new RunTotal(
                        row.getString(1),
                        new BigDecimal(row.getString(2)),
                        new BigDecimal(row.getString(3)),
                        unallocated.getOrDefault(row.getString(1), Map.of())))
                .list();
    }

    private List<RunProof> proofs(String run) {
        return handle.createQuery("SELECT name, expected, actual, passed, detail FROM run_proof"
                        + " WHERE run = :run ORDER BY position")
                .bind("run", run)
                .map((row, context) -> new RunProof(
                        row.getString(1), row.getString(2), row.getString(3), row.getInt(4) == 1, row.getString(5)))
                .list();
    }

    private record RowValues(
            String id,
            String month,
            String state,
            String started,
            @Nullable String finished,
            String codeVersion,
            @Nullable String errorCode,
            @Nullable String message) {}
}
