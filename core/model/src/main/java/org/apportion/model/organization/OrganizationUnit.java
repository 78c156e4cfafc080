package org.apportion.model.organization;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree of those who pay.
 *
 * @param kind the level's word, such as {@code business-unit}, {@code department} or {@code team}; reports group by it
 * @param parentId null for a root
 * @param costCenter inherited from the parent where null
 */
public record OrganizationUnit(
        String id,
        String name,
        String kind,
        @Nullable String parentId,
        @Nullable String costCenter,
        @Nullable String owner,
        List<String> contacts) {
    public OrganizationUnit {
        contacts = List.copyOf(contacts);
    }
}
