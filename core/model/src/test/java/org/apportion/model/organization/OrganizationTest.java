package org.apportion.model.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrganizationTest {
    private static final OrganizationUnit GROUP = unit("group", "company", null, "K-1");
    private static final OrganizationUnit SHOP = unit("shop", "department", "group", "K-7");
    private static final OrganizationUnit CART = unit("cart", "team", "shop", null);
    private static final Organization COMPANY = new Organization(List.of(CART, SHOP, GROUP));

    @Test
    void thePathOfAUnitLeadsToTheRoot() {
        assertThat(COMPANY.path("cart")).containsExactly(CART, SHOP, GROUP);
        assertThat(COMPANY.path("nobody")).isEmpty();
    }

    @Test
    void theNearestCostCenterPays() {
        assertThat(COMPANY.costCenter("cart")).contains("K-7");
    }

    @Test
    void levelsAreNamedOutermostFirst() {
        assertThat(COMPANY.kinds()).containsExactly("company", "department", "team");
    }

    @Test
    void aUnitThatIsNoMoreStaysKnownToItsHistory() {
        Organization today = new Organization(List.of(GROUP, SHOP));

        assertThat(today.withFormer(COMPANY).find("cart")).contains(CART);
        assertThat(COMPANY.withFormer(today)).isSameAs(COMPANY);
    }

    @Test
    void anOrganizationIsATree() {
        assertThatThrownBy(() -> new Organization(List.of(GROUP, GROUP))).hasMessage("the unit group is there twice");
        assertThatThrownBy(() -> new Organization(List.of(CART)))
                .hasMessage("the unit cart has the unknown parent shop");
        assertThatThrownBy(() -> new Organization(List.of(unit("a", "team", "b", null), unit("b", "team", "a", null))))
                .hasMessageContaining("each other's ancestors");
    }

    @Test
    void aConsumerBelongsToWhoOwnedItOnTheDay() {
        LocalDate moved = LocalDate.parse("2026-10-15");
        Directory directory = new Directory(
                List.of(entry("shop", new Validity(null, moved)), entry("cart", new Validity(moved, null))));

        assertThat(directory.unitOf(account(), moved.minusDays(1))).contains("shop");
        assertThat(directory.unitOf(account(), moved)).contains("cart");
        assertThat(directory.unitOf(new Consumer(ConsumerKind.ACCOUNT, "other"), moved))
                .isEmpty();
        assertThat(directory.unitOf(new Consumer(ConsumerKind.UNIT, "cart"), moved))
                .contains("cart");
    }

    @Test
    void nothingBelongsToTwoUnitsAtATime() {
        assertThatThrownBy(() -> new Directory(List.of(
                        entry("shop", new Validity(null, null)),
                        entry("cart", new Validity(LocalDate.parse("2026-10-15"), null)))))
                .hasMessageContaining("at the same time");
    }

    @Test
    void tagsOfAResourceComeWithTheBill() {
        assertThatThrownBy(() -> new TagPolicy.InheritedTags(TagPolicy.Origin.RESOURCE, "vm-1", Map.of()))
                .hasMessageContaining("vm-1");
    }

    private static Consumer account() {
        return new Consumer(ConsumerKind.ACCOUNT, "111");
    }

    private static DirectoryEntry entry(String unit, Validity validity) {
        return new DirectoryEntry(account(), unit, validity, "directory.yaml:1");
    }

    private static OrganizationUnit unit(String id, String kind, @Nullable String parent, @Nullable String costCenter) {
        return new OrganizationUnit(id, id, kind, parent, costCenter, null, List.of());
    }
}
