package org.apportion.config.section;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.TagVocabulary;

/** Section {@code directory}: subjects and the units that own them, from CSV files and YAML. */
final class DirectorySection {
    private static final List<String> COLUMNS = List.of("kind", "name", "unit", "valid-from", "valid-to");
    private static final List<String> KINDS = List.of("tag", "account", "principal", "resource");

    private final Problems problems;
    private final TagVocabulary vocabulary;
    private final Set<String> units;
    private final List<DirectoryEntry> entries = new ArrayList<>();
    private final Map<Consumer, List<DirectoryEntry>> bySubject = new HashMap<>();
    private final Set<String> tagKeys = new LinkedHashSet<>();
    private boolean sound = true;

    DirectorySection(MapNode root, Binding binding, TagVocabulary vocabulary, Set<String> units) {
        this.problems = binding.problems();
        this.vocabulary = vocabulary;
        this.units = units;
        Fields section = Fields.section(root, "directory", problems);
        new CsvRows(binding, COLUMNS, List.of("kind", "name", "unit"))
                .read(section)
                .forEach(this::row);
        section.items("entries").forEach(this::entry);
    }

    Directory directory() {
        return sound ? new Directory(entries) : Directory.EMPTY;
    }

    /** Canonical keys of the tags that units are known by. */
    Set<String> tagKeys() {
        return tagKeys;
    }

    private void row(Fields row) {
        ScalarNode kind = row.scalar("kind").orElseThrow();
        ScalarNode name = row.scalar("name").orElseThrow();
        if (!KINDS.contains(kind.text())) {
            problems.add(
                    ConfigError.CONFIG_CSV,
                    kind.place(),
                    "'" + kind.written() + "' is not a kind of consumer.",
                    Problems.suggest(kind.text(), KINDS));
            return;
        }
        int equals = name.text().indexOf('=');
        if (!kind.text().equals("tag")) {
            add(new Consumer(ConsumerKind.of(kind.text()), name.text()), row, row.place());
        } else if (equals > 0) {
            addTag(name.text().substring(0, equals), name.text().substring(equals + 1), row, row.place());
        } else {
            problems.add(
                    ConfigError.CONFIG_CSV,
                    name.place(),
                    "The tag '" + name.written() + "' has no value.",
                    "Write it as key=value, such as team=payments.");
        }
    }

    private void entry(Fields entry) {
        List<String> used =
                KINDS.stream().filter(kind -> entry.node(kind).isPresent()).toList();
        if (used.size() != 1) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    entry.place(),
                    used.isEmpty()
                            ? "The entry says of nothing whose it is."
                            : "The entry has " + String.join(" and ", used) + ".",
                    "Write exactly one of tag, account, principal and resource.");
            return;
        }
        String kind = used.get(0);
        if (!kind.equals("tag")) {
            entry.scalars(kind)
                    .forEach(name -> add(new Consumer(ConsumerKind.of(kind), name.text()), entry, name.place()));
            return;
        }
        entry.child("tag")
                .ifPresent(tags -> tags.map()
                        .keys()
                        .forEach(key ->
                                tags.scalars(key).forEach(value -> addTag(key, value.text(), entry, value.place()))));
    }

    private void addTag(String written, String value, Fields entry, Place place) {
        String key = vocabulary.canonicalKey(written);
        String canonical = vocabulary.canonicalValue(key, value);
        tagKeys.add(key);
        if (!vocabulary.owners(key, canonical).isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    "The tag '" + written + "=" + value + "' stands for several owners.",
                    "Write an entry for each of "
                            + String.join(
                                    ", ", vocabulary.owners(key, canonical).keySet()) + ".");
            return;
        }
        add(Consumer.tag(key, canonical), entry, place);
    }

    private void add(Consumer subject, Fields fields, Place place) {
        Validity validity = fields.validity();
        Optional<ScalarNode> unit = fields.scalar("unit");
        if (unit.isEmpty()) {
            return;
        }
        if (!units.contains(unit.get().text())) {
            problems.unknownName(unit.get().place(), "The unit", unit.get().written(), units);
            return;
        }
        DirectoryEntry entry = new DirectoryEntry(subject, unit.get().text(), validity, place.toString());
        List<DirectoryEntry> known = bySubject.computeIfAbsent(subject, any -> new ArrayList<>());
        for (DirectoryEntry other : known) {
            if (other.validity().overlaps(validity)) {
                sound = false;
                problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        place,
                        "'" + subject + "' belongs to '" + entry.unitId() + "' and, at the same time, to '"
                                + other.unitId() + "' (" + other.place() + ").",
                        "End the earlier entry with valid-to where the later one begins.");
                return;
            }
        }
        known.add(entry);
        entries.add(entry);
    }
}
