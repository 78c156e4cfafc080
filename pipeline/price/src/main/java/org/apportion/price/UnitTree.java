package org.apportion.price;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.jspecify.annotations.Nullable;

/** Remembers the ways from units to their roots. Made for one thread. */
final class UnitTree {
    private final Organization organization;
    private final Map<String, List<String>> paths = new HashMap<>();

    UnitTree(Organization organization) {
        this.organization = organization;
    }

    /** The unit itself first, then its ancestors; a unit outside the organization stands alone; empty for none. */
    List<String> path(@Nullable String unit) {
        return unit == null ? List.of() : paths.computeIfAbsent(unit, this::find);
    }

    private List<String> find(String unit) {
        List<String> path =
                organization.path(unit).stream().map(OrganizationUnit::id).toList();
        return path.isEmpty() ? List.of(unit) : path;
    }
}
