package org.apportion.ledger;

import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param facts what the run chose or counted, such as the exponent of a metric; name to value
 */
public record RunResult(List<RunTotal> totals, List<RunProof> proofs, Map<String, String> facts) {
    public static final RunResult EMPTY = new RunResult(List.of(), List.of(), Map.of());

    public RunResult {
        totals = List.copyOf(totals);
        proofs = List.copyOf(proofs);
        facts = Map.copyOf(facts);
    }
}
