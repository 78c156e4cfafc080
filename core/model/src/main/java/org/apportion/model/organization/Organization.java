package org.apportion.model.organization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tree of organization units, of any depth. Ids are unique, each parent exists, and no unit is its own ancestor. */
public final class Organization {
    public static final Organization EMPTY = new Organization(List.of());

    private final Map<String, OrganizationUnit> units = new LinkedHashMap<>();

    public Organization(List<OrganizationUnit> all) {
        for (OrganizationUnit unit : all) {
            if (units.put(unit.id(), unit) != null) {
                throw new IllegalArgumentException("the unit " + unit.id() + " is there twice");
            }
        }
        units.values().forEach(this::requireRoot);
    }

    public List<OrganizationUnit> units() {
        return List.copyOf(units.values());
    }

    public Optional<OrganizationUnit> find(String id) {
        return Optional.ofNullable(units.get(id));
    }

    /** This organization and, below what it has, units of a former one that are no more. */
    public Organization withFormer(Organization former) {
        List<OrganizationUnit> all = new ArrayList<>(units.values());
        former.units.values().stream()
                .filter(unit -> !units.containsKey(unit.id()))
                .forEach(all::add);
        return all.size() == units.size() ? this : new Organization(all);
    }

    /** The unit itself first, then its parent, up to the root; empty for an unknown id. */
    public List<OrganizationUnit> path(String id) {
        List<OrganizationUnit> path = new ArrayList<>();
        OrganizationUnit unit = units.get(id);
        while (unit != null) {
            path.add(unit);
            unit = unit.parentId() == null ? null : units.get(unit.parentId());
        }
        return path;
    }

    /** The nearest cost center on the way to the root. */
    public Optional<String> costCenter(String id) {
        return path(id).stream()
                .flatMap(unit -> Optional.ofNullable(unit.costCenter()).stream())
                .findFirst();
    }

    /** The words of all levels, outermost first. */
    public List<String> kinds() {
        Map<Integer, Set<String>> byDepth = new LinkedHashMap<>();
        for (OrganizationUnit unit : units.values()) {
            byDepth.computeIfAbsent(path(unit.id()).size(), depth -> new LinkedHashSet<>())
                    .add(unit.kind());
        }
        return byDepth.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> entry.getValue().stream())
                .distinct()
                .toList();
    }

    private void requireRoot(OrganizationUnit unit) {
        Set<String> seen = new LinkedHashSet<>();
        OrganizationUnit current = unit;
        while (current.parentId() != null) {
            if (!seen.add(current.id())) {
                throw new IllegalArgumentException("the units " + seen + " are each other's ancestors");
            }
            OrganizationUnit parent = units.get(current.parentId());
            if (parent == null) {
                throw new IllegalArgumentException(
                        "the unit " + current.id() + " has the unknown parent " + current.parentId());
            }
            current = parent;
        }
    }
}
