package org.apportion.model.configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.model.CostBasis;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.PriceBook;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.source.SourceDefinition;

/** Puts a {@link Configuration} together part by part. What is not named is empty; costs are effective ones, no hours are stored. */
public final class ConfigurationBuilder {
    private final Path data;
    private final String ledgerUrl;
    private String currency;
    private CostBasis costBasis = CostBasis.EFFECTIVE;
    private final EngineSettings engine;
    private List<SourceDefinition> sources = List.of();
    private Organization organization = new Organization(List.of());
    private Directory directory = Directory.EMPTY;
    private TagPolicy tags = TagPolicy.NONE;
    private List<AllocationRule> rules = List.of();
    private PriceBook prices = PriceBook.EMPTY;
    private List<ExchangeRate> rates = List.of();
    private List<OutputDefinition> outputs = List.of();
    private Map<String, String> fingerprints = Map.of();
    private boolean chargeHours;

    /** Begins an empty one; the parameters are those of {@link Configuration}. */
    public ConfigurationBuilder(Path data, String ledgerUrl, String currency, EngineSettings engine) {
        this.data = data;
        this.ledgerUrl = ledgerUrl;
        this.currency = currency;
        this.engine = engine;
    }

    ConfigurationBuilder(Configuration parts) {
        this(parts.data(), parts.ledgerUrl(), parts.currency(), parts.engine());
        costBasis = parts.costBasis();
        sources = parts.sources();
        organization = parts.organization();
        directory = parts.directory();
        tags = parts.tags();
        rules = parts.rules();
        prices = parts.prices();
        rates = parts.rates();
        outputs = parts.outputs();
        fingerprints = parts.fingerprints();
        chargeHours = parts.chargeHours();
    }

    public ConfigurationBuilder currency(String value) {
        currency = value;
        return this;
    }

    public ConfigurationBuilder costBasis(CostBasis value) {
        costBasis = value;
        return this;
    }

    public ConfigurationBuilder sources(List<SourceDefinition> value) {
        sources = value;
        return this;
    }

    public ConfigurationBuilder organization(Organization value) {
        organization = value;
        return this;
    }

    public ConfigurationBuilder directory(Directory value) {
        directory = value;
        return this;
    }

    public ConfigurationBuilder tags(TagPolicy value) {
        tags = value;
        return this;
    }

    public ConfigurationBuilder rules(List<AllocationRule> value) {
        rules = value;
        return this;
    }

    public ConfigurationBuilder prices(PriceBook value) {
        prices = value;
        return this;
    }

    public ConfigurationBuilder rates(List<ExchangeRate> value) {
        rates = value;
        return this;
    }

    public ConfigurationBuilder outputs(List<OutputDefinition> value) {
        outputs = value;
        return this;
    }

    public ConfigurationBuilder fingerprints(Map<String, String> value) {
        fingerprints = value;
        return this;
    }

    public ConfigurationBuilder chargeHours(boolean wanted) {
        chargeHours = wanted;
        return this;
    }

    public Configuration build() {
        return new Configuration(
                data,
                ledgerUrl,
                currency,
                costBasis,
                engine,
                sources,
                organization,
                directory,
                tags,
                rules,
                prices,
                rates,
                outputs,
                fingerprints,
                chargeHours);
    }
}
