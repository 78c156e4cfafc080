package org.apportion.config.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.organization.ShareNotation;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagPolicy.Conflict;
import org.apportion.model.organization.TagPolicy.InheritedTags;
import org.apportion.model.organization.TagPolicy.Origin;
import org.apportion.model.organization.TagVocabulary;

/** Section {@code tags}: which tag counts, and under which name. */
final class TagsSection {
    private static final List<String> COLUMNS = List.of("kind", "id", "key", "value");
    private static final List<String> HOLDERS = List.of("resource-group", "sub-account", "account");

    private final Binding binding;
    private final Problems problems;
    private final Place place;
    private TagPolicy policy;
    private TagVocabulary vocabulary;

    TagsSection(MapNode root, Binding binding) {
        this.binding = binding;
        this.problems = binding.problems();
        Fields section = Fields.section(root, "tags", problems);
        this.place = section.place();
        this.policy = policy(section);
        this.vocabulary = new TagVocabulary(TagPolicy.NONE);
        try {
            this.vocabulary = new TagVocabulary(policy);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".",
                    "Change the synonyms or values so that each word stands for one.");
            this.policy = TagPolicy.NONE;
        }
    }

    TagPolicy policy() {
        return policy;
    }

    TagVocabulary vocabulary() {
        return vocabulary;
    }

    /** Canonical keys that the section names. */
    Set<String> keys() {
        Stream<String> inherited = policy.inherited().stream().flatMap(tags -> tags.tags().keySet().stream());
        return Stream.of(
                        policy.synonyms().keySet().stream(),
                        policy.values().keySet().stream(),
                        policy.conflicts().keySet().stream(),
                        policy.shares().keySet().stream(),
                        inherited)
                .flatMap(keys -> keys)
                .map(vocabulary::canonicalKey)
                .collect(java.util.stream.Collectors.toSet());
    }

    private TagPolicy policy(Fields section) {
        List<String> fold = section.texts("fold");
        List<Origin> inheritance = section.texts("inheritance").stream()
                .flatMap(text -> origin(text).stream())
                .distinct()
                .toList();
        Map<String, List<String>> synonyms = new LinkedHashMap<>();
        section.child("synonyms")
                .ifPresent(keys -> keys.map().keys().forEach(key -> synonyms.put(key, keys.texts(key))));
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        section.child("values")
                .ifPresent(keys -> keys.map().keys().forEach(key -> values.put(key, Map.copyOf(keys.textMap(key)))));
        return new TagPolicy(
                synonyms,
                fold.contains("key-case"),
                fold.contains("separators"),
                fold.contains("value-case"),
                values,
                inheritance.isEmpty() ? List.of(Origin.values()) : inheritance,
                section.child("inherited").map(this::inherited).orElse(List.of()),
                conflicts(section),
                shares(section));
    }

    private static Map<String, Conflict> conflicts(Fields section) {
        Map<String, Conflict> conflicts = new LinkedHashMap<>();
        section.textMap("conflicts")
                .forEach((key, word) -> Stream.of(Conflict.values())
                        .filter(conflict -> conflict.text().equals(word))
                        .forEach(conflict -> conflicts.put(key, conflict)));
        return conflicts;
    }

    private Map<String, ShareNotation> shares(Fields section) {
        Map<String, ShareNotation> shares = new LinkedHashMap<>();
        section.child("shares")
                .ifPresent(keys -> keys.map()
                        .keys()
                        .forEach(key -> keys.child(key).ifPresent(notation -> {
                            try {
                                shares.put(
                                        key,
                                        new ShareNotation(
                                                notation.text("between").orElse(ShareNotation.USUAL.between()),
                                                notation.text("weight").orElse(ShareNotation.USUAL.weight())));
                            } catch (IllegalArgumentException e) {
                                problems.add(
                                        ConfigError.CONFIG_WRONG_VALUE,
                                        notation.place(),
                                        "The shares of tag '" + key + "': " + e.getMessage() + ".",
                                        "Write, for example, between: ';' and weight: ':'.");
                            }
                        })));
        return shares;
    }

    private List<InheritedTags> inherited(Fields section) {
        Map<Holder, Map<String, String>> tags = new LinkedHashMap<>();
        new CsvRows(binding, COLUMNS, COLUMNS).read(section).forEach(row -> {
            ScalarNode kind = row.scalar("kind").orElseThrow();
            if (HOLDERS.contains(kind.text())) {
                Holder holder = new Holder(
                        origin(kind.text()).orElseThrow(), row.text("id").orElseThrow());
                put(
                        tags,
                        holder,
                        row.text("key").orElseThrow(),
                        row.text("value").orElseThrow(),
                        row.place());
            } else {
                problems.add(
                        ConfigError.CONFIG_CSV,
                        kind.place(),
                        "'" + kind.written() + "' is not a kind of holder.",
                        Problems.suggest(kind.text(), HOLDERS));
            }
        });
        section.items("entries").forEach(entry -> entry(entry, tags));
        List<InheritedTags> inherited = new ArrayList<>();
        tags.forEach((holder, of) -> inherited.add(new InheritedTags(holder.origin(), holder.name(), of)));
        return inherited;
    }

    private void entry(Fields entry, Map<Holder, Map<String, String>> tags) {
        List<String> used =
                HOLDERS.stream().filter(kind -> entry.node(kind).isPresent()).toList();
        if (used.size() != 1) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    entry.place(),
                    used.isEmpty() ? "The tags have no holder." : "The tags have " + used.size() + " holders.",
                    "Write exactly one of resource-group, sub-account and account.");
            return;
        }
        entry.text(used.get(0)).ifPresent(name -> {
            Holder holder = new Holder(origin(used.get(0)).orElseThrow(), name);
            entry.textMap("tags").forEach((key, value) -> put(tags, holder, key, value, entry.place()));
        });
    }

    private void put(Map<Holder, Map<String, String>> tags, Holder holder, String key, String value, Place at) {
        String known =
                tags.computeIfAbsent(holder, any -> new LinkedHashMap<>()).putIfAbsent(key, value);
        if (known != null && !known.equals(value)) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    at,
                    "The tag '" + key + "' of " + holder.origin().text() + " '" + holder.name() + "' has two values, '"
                            + known + "' and '" + value + "'.",
                    "Keep one of them.");
        }
    }

    private static Optional<Origin> origin(String text) {
        return Stream.of(Origin.values())
                .filter(origin -> origin.text().equals(text))
                .findFirst();
    }

    private record Holder(Origin origin, String name) {}
}
