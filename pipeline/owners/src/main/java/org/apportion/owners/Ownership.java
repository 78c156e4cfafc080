package org.apportion.owners;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.Consumer;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;

/**
 * Who pays for a consumer: the directory's entry of the day, as a unit of the organization. A cost whose consumer has no unit
 * here is unallocated. Immutable; safe for use by several threads.
 */
public final class Ownership {
    private final Directory directory;
    private final Organization organization;

    public Ownership(Directory directory, Organization organization) {
        this.directory = directory;
        this.organization = organization;
    }

    /**
     * The unit that owned the consumer on that UTC day; empty if the directory has no entry for the day, or its unit is not
     * part of the organization.
     */
    public Optional<OrganizationUnit> unitOf(Consumer consumer, LocalDate day) {
        return directory.unitOf(consumer, day).flatMap(organization::find);
    }

    /** From the root down to the unit itself; empty for an unknown id. */
    public List<OrganizationUnit> path(String unitId) {
        List<OrganizationUnit> path = new ArrayList<>(organization.path(unitId));
        Collections.reverse(path);
        return path;
    }

    /**
     * The unit's ancestors and itself by the word of their level, such as {@code department}, from the root down. Where two of
     * them share a word, the one nearer to the unit counts.
     */
    public Map<String, OrganizationUnit> levels(String unitId) {
        Map<String, OrganizationUnit> levels = new LinkedHashMap<>();
        for (OrganizationUnit unit : path(unitId)) {
            levels.put(unit.kind(), unit);
        }
        return levels;
    }
}
