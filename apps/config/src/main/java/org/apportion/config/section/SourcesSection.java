package org.apportion.config.section;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.source.ListedCost;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.GroupColumn;

/** Section {@code sources}: files of bills and usage, and price lists. */
final class SourcesSection {
    private static final String AUTO = "auto";
    private static final String ACCOUNT_NAMES = "account-names";

    private final Binding binding;
    private final FetchesSection fetches;
    private final Problems problems;
    private final String currency;
    private final Collection<String> mappings;
    private final List<SourceDefinition> sources = new ArrayList<>();

    /** @param mappings names of shipped mappings; if none are given, names are not checked */
    SourcesSection(
            MapNode root, Binding binding, FetchesSection fetches, String currency, Collection<String> mappings) {
        this.binding = binding;
        this.fetches = fetches;
        this.problems = binding.problems();
        this.currency = currency;
        this.mappings = mappings;
        Names names = new Names("The source", problems);
        for (Fields source : Fields.of(root, problems).items("sources")) {
            boolean isNew = source.scalar("id").filter(names::add).isPresent();
            Optional<SourceDefinition> read = source(source);
            if (isNew) {
                read.ifPresent(sources::add);
            }
        }
    }

    List<SourceDefinition> sources() {
        return sources;
    }

    private Optional<SourceDefinition> source(Fields source) {
        Optional<ScalarNode> id = source.scalar("id");
        Optional<Kind> kind = Words.find(source, "kind", Kind.values());
        Optional<Slicing> slicing = Words.find(source, "slicing", Slicing.values());
        if (id.isEmpty() || kind.isEmpty() || slicing.isEmpty()) {
            return Optional.empty();
        }
        requireFittingKeys(source, kind.get());
        versionPattern(source, slicing.get());
        List<ListedCost> costs = new ArrayList<>();
        Names costNames = new Names("The cost", problems);
        source.items("costs").forEach(cost -> cost(cost, costNames).ifPresent(costs::add));
        return Optional.of(new SourceDefinition(
                id.get().text(),
                kind.get(),
                source.scalars("path").stream()
                        .flatMap(path -> fetches.resolve(path).stream())
                        .map(Path::toString)
                        .toList(),
                source.scalar("mapping").map(this::mapping).orElse(AUTO),
                source.child("mapping").map(mapping -> PlainTree.of(mapping.map())),
                slicing.get(),
                source.text("version-pattern"),
                source.textMap("constants"),
                options(source),
                costs,
                id.get().place().toString()));
    }

    /** An option that names a file may name a fetched one, as a path may. */
    private Map<String, String> options(Fields source) {
        Map<String, String> options = new LinkedHashMap<>(source.textMap("options"));
        source.child("options")
                .flatMap(fields -> fields.scalar(ACCOUNT_NAMES))
                .flatMap(fetches::resolve)
                .ifPresent(file -> options.put(ACCOUNT_NAMES, file.toString()));
        return options;
    }

    private void requireFittingKeys(Fields source, Kind kind) {
        boolean isList = kind == Kind.PRICE_LIST;
        String needed = isList ? "costs" : "path";
        String strange = isList ? "path" : "costs";
        String word = source.text("kind").orElse("cost");
        if (source.node(needed).isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    source.place(),
                    "A source of kind " + word + " needs the key '" + needed + "'.",
                    isList ? "Write its costs, each with id and amount." : "Name its files, a folder or a glob.");
        }
        if (source.node(strange).isPresent()) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    placeOf(source, strange),
                    "A source of kind " + word + " has no key '" + strange + "'.",
                    isList ? "Remove it." : "Remove it, or write kind: price-list.");
        }
    }

    private static Place placeOf(Fields source, String key) {
        MapNode.Entry entry = source.map().entries().get(key);
        return entry == null ? source.place() : entry.keyPlace();
    }

    /** The name of a shipped mapping, or the absolute path of a mapping file. */
    private String mapping(ScalarNode mapping) {
        String text = mapping.text();
        if (text.endsWith(".yaml") || text.endsWith(".yml")) {
            Optional<Path> file = binding.resolve(mapping);
            if (file.isPresent() && !Files.isRegularFile(file.get())) {
                problems.add(
                        ConfigError.CONFIG_FILE_MISSING,
                        mapping.place(),
                        "The mapping file " + Binding.shown(mapping) + " does not exist.",
                        "Check the path; it is relative to the file that names it.");
            }
            return file.map(Path::toString).orElse(text);
        }
        if (!mappings.isEmpty() && !text.equals(AUTO) && !mappings.contains(text)) {
            TreeSet<String> known = new TreeSet<>(mappings);
            known.add(AUTO);
            problems.unknownName(mapping.place(), "The mapping", mapping.written(), known);
        }
        return text;
    }

    private void versionPattern(Fields source, Slicing slicing) {
        Optional<ScalarNode> pattern = source.scalar("version-pattern");
        if (pattern.isEmpty()) {
            if (slicing == Slicing.PATTERN) {
                problems.add(
                        ConfigError.CONFIG_KEY_MISSING,
                        source.place(),
                        "Slicing by pattern needs the key 'version-pattern'.",
                        "Write a regular expression with (?<version>...) and (?<slice>...).");
            }
            return;
        }
        ScalarNode found = pattern.get();
        try {
            Pattern.compile(found.text());
        } catch (PatternSyntaxException e) {
            add(
                    found.placeAt(Math.max(e.getIndex(), 0)),
                    "The regular expression is not valid: " + e.getDescription() + ".",
                    "Mend it at this place.");
            return;
        }
        if (!found.text().contains("(?<version>")) {
            add(found.place(), "The pattern has no group version.", "Write (?<version>...) around the version.");
        }
        if (slicing == Slicing.PATTERN && !found.text().contains("(?<slice>")) {
            add(found.place(), "The pattern has no group slice.", "Write (?<slice>...) around the slice.");
        }
    }

    private Optional<ListedCost> cost(Fields cost, Names names) {
        Optional<ScalarNode> id = cost.scalar("id").filter(names::add);
        cost.child("columns")
                .ifPresent(columns ->
                        columns.map().entries().forEach((column, entry) -> requireColumn(column, entry.keyPlace())));
        return id.flatMap(name -> cost.money("amount", currency)
                .map(amount -> new ListedCost(
                        name.text(), amount, cost.textMap("columns"), cost.textMap("tags"), cost.validity())));
    }

    private void requireColumn(String column, Place place) {
        TreeSet<String> known = new TreeSet<>(GroupColumn.ids());
        Stream.of(FocusColumn.values()).map(FocusColumn::id).forEach(known::add);
        if (!known.contains(column)) {
            problems.unknownName(place, "The column", column, known);
        }
    }

    private void add(Place place, String problem, String advice) {
        problems.add(ConfigError.CONFIG_WRONG_VALUE, place, problem, advice);
    }
}
