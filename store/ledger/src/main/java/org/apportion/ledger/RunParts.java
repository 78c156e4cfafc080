package org.apportion.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** What belongs to some runs, read at once: inputs, facts, totals and proofs. */
final class RunParts {
    private final Map<String, Map<String, Map<String, String>>> facts = new HashMap<>();
    private final Map<String, Map<String, Long>> inputs = new HashMap<>();
    private final Map<String, List<RunTotal>> totals = new HashMap<>();
    private final Map<String, List<RunProof>> proofs = new HashMap<>();

    RunParts(Handle handle, List<String> runs) {
        read(
                handle,
                runs,
                "run, kind, name, value FROM run_fact",
                "",
                (run, row) -> facts.computeIfAbsent(run, any -> new HashMap<>())
                        .computeIfAbsent(row.get(0), any -> new HashMap<>())
                        .put(row.get(1), row.get(2)));
        read(
                handle,
                runs,
                "run, table_name, snapshot_id, run FROM run_input",
                "",
                (run, row) ->
                        inputs.computeIfAbsent(run, any -> new HashMap<>()).put(row.get(0), Long.valueOf(row.get(1))));
        Map<List<String>, Map<String, BigDecimal>> unallocated = new HashMap<>();
        read(
                handle,
                runs,
                "run, currency, reason, amount FROM run_unallocated",
                "",
                (run, row) -> unallocated
                        .computeIfAbsent(List.of(run, row.get(0)), any -> new TreeMap<>())
                        .put(row.get(1), new BigDecimal(row.get(2))));
        read(
                handle,
                runs,
                "run, currency, billed, charged FROM run_total",
                " ORDER BY currency",
                (run, row) -> list(totals, run)
                        .add(new RunTotal(
                                row.get(0),
                                new BigDecimal(row.get(1)),
                                new BigDecimal(row.get(2)),
                                unallocated.getOrDefault(List.of(run, row.get(0)), Map.of()))));
        handle.createQuery("SELECT run, name, expected, actual, passed, detail FROM run_proof WHERE run IN (<runs>)"
                        + " ORDER BY position")
                .bindList("runs", runs)
                .map((row, context) -> list(proofs, row.getString(1))
                        .add(new RunProof(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5) == 1,
                                row.getString(6))))
                .list();
    }

    /** Three texts of each row, beside the run's id. */
    private static void read(
            Handle handle, List<String> runs, String columns, String order, BiConsumer<String, List<String>> use) {
        handle.createQuery("SELECT " + columns + " WHERE run IN (<runs>)" + order)
                .bindList("runs", runs)
                .map((row, context) -> List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list()
                .forEach(row -> use.accept(row.get(0), row.subList(1, row.size())));
    }

    private static <T> List<T> list(Map<String, List<T>> byRun, String run) {
        return byRun.computeIfAbsent(run, any -> new ArrayList<>());
    }

    Map<String, String> facts(String run, String kind) {
        return facts.getOrDefault(run, Map.of()).getOrDefault(kind, Map.of());
    }

    Map<String, Long> inputs(String run) {
        return inputs.getOrDefault(run, Map.of());
    }

    List<RunTotal> totals(String run) {
        return totals.getOrDefault(run, List.of());
    }

    List<RunProof> proofs(String run) {
        return proofs.getOrDefault(run, List.of());
    }
}
