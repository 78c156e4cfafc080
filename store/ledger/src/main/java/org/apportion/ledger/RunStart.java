package org.apportion.ledger;

import java.time.Instant;
import java.util.Map;
import org.apportion.model.BillingMonth;

/**
 * What is known when a run begins.
 *
 * @param codeVersion version of Apportion
 * @param fingerprints section of the configuration to SHA-256 of its content
 * @param inputs lake table to the snapshot that the run reads
 */
public record RunStart(
        BillingMonth month,
        Instant started,
        String codeVersion,
        Map<String, String> fingerprints,
        Map<String, Long> inputs) {
    public RunStart {
        fingerprints = Map.copyOf(fingerprints);
        inputs = Map.copyOf(inputs);
    }
}
