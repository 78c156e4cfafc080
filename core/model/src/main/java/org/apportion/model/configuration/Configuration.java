package org.apportion.model.configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.model.CostBasis;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.PriceBook;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.source.SourceDefinition;

/**
 * The effective configuration: everything a run needs to know, checked and resolved. It holds no secret in clear text.
 *
 * @param data folder of the lake and, by default, of the ledger
 * @param ledgerUrl JDBC address of the ledger database; secrets inside are references until it is opened
 * @param currency reporting currency; sums in other currencies are converted with {@code rates}
 * @param rules in the order in which they are tried
 * @param chargeHours whether runs store what each hour of a charge owes, for hourly metrics
 * @param fingerprints section name to SHA-256 of its effective content, for the run record
 */
public record Configuration(
        Path data,
        String ledgerUrl,
        String currency,
        CostBasis costBasis,
        EngineSettings engine,
        List<SourceDefinition> sources,
        Organization organization,
        Directory directory,
        TagPolicy tags,
        List<AllocationRule> rules,
        PriceBook prices,
        List<ExchangeRate> rates,
        List<OutputDefinition> outputs,
        Map<String, String> fingerprints,
        boolean chargeHours) {
    public Configuration {
        sources = List.copyOf(sources);
        rules = List.copyOf(rules);
        rates = List.copyOf(rates);
        outputs = List.copyOf(outputs);
        fingerprints = Map.copyOf(fingerprints);
    }

    /** Its parts, to make another one that differs in some. */
    public ConfigurationBuilder copy() {
        return new ConfigurationBuilder(this);
    }

    /**
     * Which engine computes, and what it may use of the machine.
     *
     * @param memoryLimit such as {@code 4GB}
     * @param threads above zero
     * @param temporaryFolder where the engine may spill
     */
    public record EngineSettings(String name, String memoryLimit, int threads, Path temporaryFolder) {}
}
