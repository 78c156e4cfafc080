package org.apportion.config.section;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.organization.LevelWords;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.jspecify.annotations.Nullable;

/** Section {@code organization}: the tree of units from CSV files and nested YAML. */
final class OrganizationSection {
    private static final List<String> COLUMNS =
            List.of("id", "name", "kind", "parent", "cost-center", "owner", "contacts");
    /** What can be written in a question: letters, digits, single blanks, {@code -} and {@code _}. */
    private static final Pattern LEVEL = Pattern.compile("[\\p{L}\\p{N}]+([ _-][\\p{L}\\p{N}]+)*");

    private final Problems problems;
    private final Map<String, OrganizationUnit> units = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, ScalarNode> levels = new HashMap<>();

    OrganizationSection(MapNode root, Binding binding) {
        this.problems = binding.problems();
        Fields section = Fields.section(root, "organization", problems);
        new CsvRows(binding, COLUMNS, List.of("id"))
                .read(section)
                .forEach(row -> add(row, row.textOrNull("parent"), contacts(row)));
        section.items("units").forEach(unit -> nested(unit, null));
    }

    /** The ids of all units, for references. */
    Set<String> ids() {
        return units.keySet();
    }

    /** The tree; an empty one after adding problems. */
    Organization organization() {
        boolean sound = true;
        for (OrganizationUnit unit : units.values()) {
            String parent = unit.parentId();
            if (parent != null && !units.containsKey(parent)) {
                problems.unknownName(place(unit), "The parent unit", parent, units.keySet());
                sound = false;
            }
        }
        for (OrganizationUnit unit : units.values()) {
            sound &= !reportCircle(unit);
        }
        return sound ? new Organization(List.copyOf(units.values())) : Organization.EMPTY;
    }

    private void nested(Fields unit, @Nullable String above) {
        String parent = unit.textOrNull("parent");
        if (above != null && parent != null) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    unit.scalar("parent").orElseThrow().place(),
                    "The unit stands below '" + above + "' and names the parent '" + parent + "' too.",
                    "Remove the key parent.");
        }
        add(unit, above == null ? parent : above, unit.texts("contacts"));
        unit.text("id").ifPresent(id -> unit.items("units").forEach(child -> nested(child, id)));
    }

    private void add(Fields unit, @Nullable String parent, List<String> contacts) {
        unit.scalar("id").ifPresent(id -> {
            Place known = places.putIfAbsent(id.text(), id.place());
            if (known != null) {
                problems.add(
                        ConfigError.CONFIG_DUPLICATE_NAME,
                        id.place(),
                        "The unit '" + id.written() + "' is there already, at " + known + ".",
                        "Give it another id or remove one of them.");
                return;
            }
            unit.scalar("kind").ifPresent(this::checkLevel);
            units.put(
                    id.text(),
                    new OrganizationUnit(
                            id.text(),
                            unit.text("name").orElse(id.text()),
                            unit.text("kind").orElse(LevelWords.STANDARD),
                            parent,
                            unit.textOrNull("cost-center"),
                            unit.textOrNull("owner"),
                            contacts));
        });
    }

    /** Each spelling is looked at where it stands first. */
    private void checkLevel(ScalarNode kind) {
        String word = kind.text();
        ScalarNode first = levels.putIfAbsent(LevelWords.plain(word), kind);
        if (first != null) {
            if (!first.text().equals(word) && levels.putIfAbsent(word, kind) == null) {
                problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        kind.place(),
                        "The level '" + kind.written() + "' is written '" + first.written() + "' at " + first.place()
                                + "; reports make no difference between the two.",
                        "Write " + first.written() + ".");
            }
            return;
        }
        if (LevelWords.isTaken(word)) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    kind.place(),
                    "The level '" + kind.written() + "' has a word that means something else in reports and files.",
                    "Expected a word of your own, such as org-" + word + ".");
        } else if (!LEVEL.matcher(word).matches()) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    kind.place(),
                    "The level '" + kind.written() + "' cannot be written in a question.",
                    "Expected letters and digits with single blanks, - or _ between them, such as business-unit.");
        }
    }

    private static List<String> contacts(Fields row) {
        return row.text("contacts").stream()
                .flatMap(text -> List.of(text.split("[\\s;]+")).stream())
                .filter(contact -> !contact.isEmpty())
                .toList();
    }

    /** Reports a circle once, at its first unit in the order of the files. */
    private boolean reportCircle(OrganizationUnit start) {
        List<String> path = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        OrganizationUnit unit = start;
        while (unit != null && seen.add(unit.id())) {
            path.add(unit.id());
            unit = unit.parentId() == null ? null : units.get(unit.parentId());
        }
        if (unit == null || !unit.id().equals(start.id())) {
            return false;
        }
        String first =
                units.keySet().stream().filter(path::contains).findFirst().orElseThrow();
        if (first.equals(start.id())) {
            problems.add(
                    ConfigError.CONFIG_CYCLE,
                    place(start),
                    "The units " + String.join(" > ", path) + " > " + start.id() + " are each other's parents.",
                    "Change the parent of one of them.");
        }
        return true;
    }

    private Place place(OrganizationUnit unit) {
        return places.getOrDefault(unit.id(), Place.DEFAULT);
    }
}
