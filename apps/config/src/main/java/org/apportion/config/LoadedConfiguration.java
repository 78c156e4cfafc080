package org.apportion.config;

import java.util.List;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.model.configuration.Configuration;
import org.apportion.spi.source.FetchDefinition;
import org.apportion.spi.upload.UploadDefinition;

/**
 * A checked configuration with what is worth knowing about it.
 *
 * @param warnings what is allowed but looks wrong, by file and line
 * @param effective every value with its origin, redacted
 * @param ledger how to open the ledger
 * @param fetches what is brought from elsewhere before an import
 * @param uploads which published files go to which other system
 * @param serve what the server tells
 */
public record LoadedConfiguration(
        Configuration configuration,
        List<ConfigProblem> warnings,
        EffectiveView effective,
        LedgerAccess ledger,
        List<FetchDefinition> fetches,
        List<UploadDefinition> uploads,
        ServeSettings serve) {
    public LoadedConfiguration {
        warnings = List.copyOf(warnings);
        fetches = List.copyOf(fetches);
        uploads = List.copyOf(uploads);
    }
}
