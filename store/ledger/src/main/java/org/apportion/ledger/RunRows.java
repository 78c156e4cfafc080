package org.apportion.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.model.BillingMonth;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables behind {@link Runs}. */
final class RunRows {
    static final String FINGERPRINT = "fingerprint";
    static final int MAX_TEXT = 4000;
    private static final String FACT = "fact";

    /** Below what any database takes as parameters of one statement. */
    private static final int IDS_PER_QUERY = 500;

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

    /** The runs with all that belongs to them: as many queries as tables, however many runs there are. */
    List<Run> read(String condition, String value, int limit) {
        List<RowValues> found = handle.createQuery(
                        "SELECT id, month, state, started, finished, code_version, error_code, message FROM run "
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
                .list();
        List<Run> runs = new ArrayList<>();
        for (int from = 0; from < found.size(); from += IDS_PER_QUERY) {
            List<RowValues> some = found.subList(from, Math.min(found.size(), from + IDS_PER_QUERY));
            RunParts parts =
                    new RunParts(handle, some.stream().map(RowValues::id).toList());
            some.forEach(row -> runs.add(assemble(row, parts)));
        }
        return List.copyOf(runs);
    }

    private static Run assemble(RowValues row, RunParts parts) {
        RunStart start = new RunStart(
                BillingMonth.parse(row.month()),
                Instants.of(row.started()),
                row.codeVersion(),
                parts.facts(row.id(), FINGERPRINT),
                parts.inputs(row.id()));
        return new Run(
                row.id(),
                start,
                RunState.of(row.state()),
                row.finished() == null ? null : Instants.of(row.finished()),
                row.errorCode(),
                row.message(),
                new RunResult(parts.totals(row.id()), parts.proofs(row.id()), parts.facts(row.id(), FACT)));
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
