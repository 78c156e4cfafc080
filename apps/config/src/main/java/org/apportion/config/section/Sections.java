package org.apportion.config.section;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.configuration.ConfigurationBuilder;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.source.SourceDefinition;

/**
 * Reads all sections in the order in which they refer to each other.
 *
 * @param configuration to be used only if no problem was added
 * @param ledgerPassword as a reference
 */
public record Sections(
        Configuration configuration,
        List<WrittenFetch> fetches,
        List<WrittenUpload> uploads,
        WrittenServe serve,
        Optional<String> ledgerUser,
        Optional<String> ledgerPassword) {
    public Sections {
        fetches = List.copyOf(fetches);
        uploads = List.copyOf(uploads);
    }

    /**
     * Reads the whole tree; mistakes are added to the problems.
     *
     * @param root the checked tree, defaults filled in
     * @param main the configuration file
     * @param mappings names of shipped mappings; none: they are not checked
     */
    public static Sections read(MapNode root, Path main, Problems problems, Collection<String> mappings) {
        Binding binding = new Binding(main, problems);
        SettingsSections settings = new SettingsSections(root, binding);
        settings.requireWholeLogin();
        String currency = settings.currency();
        OrganizationSection organization = new OrganizationSection(root, binding);
        TagsSection tags = new TagsSection(root, binding);
        DirectorySection directory = new DirectorySection(root, binding, tags.vocabulary(), organization.ids());
        Set<String> tagKeys = new HashSet<>(tags.keys());
        tagKeys.addAll(directory.tagKeys());
        Consumers consumers = new Consumers(problems, tags.vocabulary(), organization.ids());
        Conditions conditions = new Conditions(problems, tags.vocabulary(), tagKeys);
        FetchesSection fetches = new FetchesSection(root, binding, settings.data());
        List<SourceDefinition> sources = new SourcesSection(root, binding, fetches, currency, mappings).sources();
        ConfigurationBuilder parts = new ConfigurationBuilder(
                        settings.data(), settings.ledgerUrl(), currency, settings.engine())
                .costBasis(settings.costBasis())
                .sources(sources)
                .organization(organization.organization())
                .directory(directory.directory())
                .tags(tags.policy())
                .rules(new RulesSection(root, binding, conditions, consumers).rules())
                .prices(new PricesSection(root, problems, currency, consumers).book())
                .rates(new CurrenciesSection(root, binding).rates())
                .outputs(new OutputsSection(root, binding, sources).outputs());
        WrittenServe serve =
                new ServeSection(root, binding, sources, fetches.fetches().values()).written();
        Configuration bare = parts.chargeHours(
                        settings.chargeHours().orElse(serve.helper().isPresent()))
                .build();
        return new Sections(
                parts.fingerprints(fingerprints(bare, main)).build(),
                List.copyOf(fetches.fetches().values()),
                new UploadsSection(root, binding, bare.outputs()).uploads(),
                serve,
                settings.ledgerUser(),
                settings.ledgerPassword());
    }

    /**
     * Where the ledger is.
     *
     * @param url JDBC address with references
     * @param password as a reference
     */
    public record Ledger(String url, Optional<String> user, Optional<String> password) {}

    /** Reads the ledger's section alone. */
    public static Ledger ledger(MapNode root, Path main, Problems problems) {
        SettingsSections settings = new SettingsSections(root, new Binding(main, problems));
        return new Ledger(settings.ledgerUrl(), settings.ledgerUser(), settings.ledgerPassword());
    }

    /** Reads rules alone, without tags and organization: those of a pack by itself. */
    public static List<AllocationRule> rules(MapNode root, Problems problems) {
        TagVocabulary vocabulary = new TagVocabulary(TagPolicy.NONE);
        return new RulesSection(
                        root,
                        new Binding(Path.of("rules"), problems),
                        new Conditions(problems, vocabulary, Set.of()),
                        new Consumers(problems, vocabulary, Set.of()))
                .rules();
    }

    private static Map<String, String> fingerprints(Configuration bare, Path main) {
        Fingerprint fingerprint = new Fingerprint(main.toAbsolutePath().getParent());
        Map<String, String> fingerprints = new TreeMap<>();
        fingerprints.put("currency", fingerprint.of(bare.currency()));
        fingerprints.put("cost-basis", fingerprint.of(bare.costBasis()));
        fingerprints.put("sources", fingerprint.of(List.of(bare.sources(), MappingTexts.of(bare.sources()))));
        fingerprints.put("organization", fingerprint.of(bare.organization().units()));
        fingerprints.put("directory", fingerprint.of(bare.directory().entries()));
        fingerprints.put("tags", fingerprint.of(bare.tags()));
        fingerprints.put("rules", fingerprint.of(bare.rules()));
        fingerprints.put("prices", fingerprint.of(bare.prices()));
        fingerprints.put("currencies", fingerprint.of(bare.rates()));
        fingerprints.put("outputs", fingerprint.of(bare.outputs()));
        return fingerprints;
    }
}
