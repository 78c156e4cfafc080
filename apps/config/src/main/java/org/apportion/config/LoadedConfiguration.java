package org.apportion.config;

import java.util.List;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.model.configuration.Configuration;

/**
 * A checked configuration with what is worth knowing about it.
 *
 * @param warnings what is allowed but looks wrong, by file and line
 * @param effective every value with its origin, redacted
 * @param ledger how to open the ledger
 */
public record LoadedConfiguration(
        Configuration configuration, List<ConfigProblem> warnings, EffectiveView effective, LedgerAccess ledger) {
    public LoadedConfiguration {
        warnings = List.copyOf(warnings);
    }
}
