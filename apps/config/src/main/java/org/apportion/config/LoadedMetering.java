package org.apportion.config;

import java.util.List;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.config.secret.SecretReferences;
import org.apportion.model.metering.MeteringConfiguration;

/**
 * The checked configuration of metering.
 *
 * @param warnings what is allowed but looks wrong, by file and line
 * @param ledger how to open the journal's database
 * @param references resolves the secrets of plugins
 */
public record LoadedMetering(
        MeteringConfiguration configuration,
        List<ConfigProblem> warnings,
        LedgerAccess ledger,
        SecretReferences references) {
    public LoadedMetering {
        warnings = List.copyOf(warnings);
    }
}
