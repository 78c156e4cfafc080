package org.apportion.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.schema.ConfigSchema;
import org.apportion.config.schema.SchemaCheck;
import org.apportion.config.secret.Interpolation;
import org.apportion.config.secret.SecretReferences;
import org.apportion.config.section.MeteringSection;
import org.apportion.config.section.Sections;
import org.apportion.config.yaml.Includes;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.model.metering.MeteringConfiguration;
import org.apportion.model.metering.ProductListing;

/**
 * Loads what is metered: from a file of csp-billing-adapter, unchanged, or from the section {@code metering} of
 * {@code apportion.yaml}. A file with that section is the latter; in the former, keys that nobody knows are warnings, since
 * the adapter passes over them.
 */
public final class MeteringLoader {
    /** Where an adapter's file leaves the journal if it does not say. */
    public static final String STANDARD_LEDGER = "jdbc:sqlite:/var/lib/apportion/metering.db";

    private static final String SECTION = "metering";
    private static final String PRODUCTS = "products";
    private static final MapNode.Entry NO_PRODUCTS =
            new MapNode.Entry(Place.DEFAULT, new ListNode(List.of(), Place.DEFAULT));

    private final SecretReferences references;
    private final MeteringSection.Surroundings surroundings;

    public MeteringLoader(SecretReferences references, MeteringSection.Surroundings surroundings) {
        this.references = references;
        this.surroundings = surroundings;
    }

    /**
     * The whole, checked configuration.
     *
     * @throws ConfigProblems with all mistakes
     */
    public LoadedMetering load(Path file) {
        Problems problems = new Problems();
        Interpolation interpolation = new Interpolation(references, problems);
        MapNode written = new Includes(problems, interpolation::apply).load(file);
        Optional<Node> section = written.find(SECTION);
        LoadedMetering loaded =
                section.isPresent() ? own(written, section.get(), file, problems) : adapter(written, problems);
        if (!problems.isEmpty()) {
            throw new ConfigProblems(file.toString(), problems.mistakes());
        }
        return loaded;
    }

    private LoadedMetering adapter(MapNode root, Problems problems) {
        if (root.keys().isEmpty()) {
            if (problems.isEmpty()) {
                problems.add(
                        ConfigError.CONFIG_KEY_MISSING,
                        root.place(),
                        "The file is empty.",
                        "Write the configuration of the adapter, or a section metering.");
            }
            return loaded(List.of(), "INFO", STANDARD_LEDGER, Optional.empty(), Optional.empty(), problems);
        }
        Problems found = new Problems();
        new SchemaCheck(ConfigSchema.metering(), found).check(root);
        problems.addAllLenient(found, OwnKeys.places(root));
        MeteringSection metering = new MeteringSection(root, problems, surroundings);
        return loaded(
                metering.products(),
                metering.logLevel(),
                metering.ledgerUrl().orElse(STANDARD_LEDGER),
                metering.ledgerUser(),
                metering.ledgerPassword(),
                problems);
    }

    private LoadedMetering own(MapNode root, Node section, Path file, Problems problems) {
        MeteringSection metering = checked(section, problems, surroundings);
        Sections.Ledger ledger = Sections.ledger(root, file, problems);
        return loaded(
                metering.products(), metering.logLevel(), ledger.url(), ledger.user(), ledger.password(), problems);
    }

    /** The section of {@code apportion.yaml}. */
    static MeteringSection checked(Node section, Problems problems, MeteringSection.Surroundings surroundings) {
        if (!(section instanceof MapNode map)) {
            problems.add(
                    ConfigError.CONFIG_WRONG_TYPE,
                    section.place(),
                    "'metering' must be a mapping with keys, but is " + section.describe() + ".",
                    "See docs/reference/metering.md.");
            return new MeteringSection(
                    new MapNode(Map.of(PRODUCTS, NO_PRODUCTS), section.place()), problems, surroundings);
        }
        new SchemaCheck(ConfigSchema.metering(), problems).check(map);
        Optional.ofNullable(map.entries().get("ledger"))
                .ifPresent(entry -> elsewhere("ledger", entry.keyPlace(), problems));
        return new MeteringSection(map, problems, surroundings);
    }

    private static void elsewhere(String key, Place place, Problems problems) {
        problems.add(
                ConfigError.CONFIG_UNKNOWN_KEY,
                place,
                "The key '" + key + "' is not known here.",
                "The ledger of the file is used; set it at the top of the file.");
    }

    private LoadedMetering loaded(
            List<ProductListing> products,
            String logLevel,
            String url,
            Optional<String> user,
            Optional<String> password,
            Problems problems) {
        return new LoadedMetering(
                new MeteringConfiguration(url, logLevel, products),
                problems.warnings(),
                new LedgerAccess(references.secret(url), user, password.map(references::secret)),
                references);
    }
}
