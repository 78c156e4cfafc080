package org.apportion.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final LocalDate MOVED = LocalDate.of(2026, 10, 15);
    private static final Consumer ORDERS = Consumer.principal("orders");
    private static final Ownership OWNERSHIP = new Ownership(
            new Directory(List.of(
                    new DirectoryEntry(ORDERS, "shop", new Validity(null, MOVED), "directory.csv:2"),
                    new DirectoryEntry(ORDERS, "payments", new Validity(MOVED, null), "directory.csv:3"),
                    new DirectoryEntry(Consumer.tag("team", "gone"), "dissolved", Validity.ALWAYS, "directory.csv:4"))),
            new Organization(List.of(
                    unit("retail", "business-unit", null), unit("online", "department", "retail"),
                    unit("shop", "team", "online"), unit("payments", "team", "online"))));

    @Test
    void aCostGoesToWhoOwnedTheConsumerOnItsDay() {
        assertThat(OWNERSHIP.unitOf(ORDERS, MOVED.minusDays(1)))
                .map(OrganizationUnit::id)
                .contains("shop");
        assertThat(OWNERSHIP.unitOf(ORDERS, MOVED)).map(OrganizationUnit::id).contains("payments");
    }

    @Test
    void aUnitOutsideTheOrganizationOwnsNothing() {
        assertThat(OWNERSHIP.unitOf(Consumer.tag("team", "gone"), MOVED)).isEmpty();
        assertThat(OWNERSHIP.unitOf(new Consumer(ConsumerKind.UNIT, "unknown"), MOVED))
                .isEmpty();
    }

    @Test
    void aUnitOwnsItself() {
        assertThat(OWNERSHIP.unitOf(new Consumer(ConsumerKind.UNIT, "shop"), MOVED))
                .isPresent();
    }

    @Test
    void thePathLeadsFromTheRootToTheUnit() {
        assertThat(OWNERSHIP.path("shop")).extracting(OrganizationUnit::id).containsExactly("retail", "online", "shop");
        assertThat(OWNERSHIP.path("unknown")).isEmpty();
    }

    @Test
    void levelsNameTheAncestorOfEachKind() {
        assertThat(OWNERSHIP.levels("shop")).containsOnlyKeys("business-unit", "department", "team");
        assertThat(OWNERSHIP.levels("shop").get("department"))
                .isNotNull()
                .extracting(OrganizationUnit::id)
                .isEqualTo("online");
        assertThat(OWNERSHIP.levels("online")).doesNotContainKey("team");
    }

    private static OrganizationUnit unit(String id, String kind, @Nullable String parent) {
        return new OrganizationUnit(id, id, kind, parent, null, null, List.of());
    }
}
