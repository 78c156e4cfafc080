package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.junit.jupiter.api.Test;

class ConsumerTest {

    @Test
    void orderIsByKindThenByCodePointNotByUtf16() {
        // U+FF5E comes before U+1F600, though its UTF-16 unit is larger than the surrogate
        Consumer wide = Consumer.principal("\uFF5E");
        Consumer emoji = Consumer.principal("\uD83D\uDE00");
        Consumer account = new Consumer(ConsumerKind.ACCOUNT, "z");
        assertThat(new TreeSet<>(List.of(emoji, wide, account))).containsExactly(account, wide, emoji);
    }

    @Test
    void historyIsOwnedByWhoOwnedItThen() {
        Consumer app = Consumer.principal("app");
        LocalDate change = LocalDate.of(2026, 10, 15);
        Directory directory = new Directory(List.of(
                new DirectoryEntry(app, "red", new Validity(null, change), "a:1"),
                new DirectoryEntry(app, "blue", new Validity(change, null), "a:2")));
        assertThat(directory.unitOf(app, change.minusDays(1))).contains("red");
        assertThat(directory.unitOf(app, change)).contains("blue");
    }

    @Test
    void oneConsumerNeverHasTwoOwnersOnOneDay() {
        Consumer app = Consumer.principal("app");
        assertThatThrownBy(() -> new Directory(List.of(
                        new DirectoryEntry(app, "red", Validity.ALWAYS, "a:1"),
                        new DirectoryEntry(app, "blue", new Validity(LocalDate.of(2026, 1, 1), null), "a:2"))))
                .hasMessageContaining("a:1")
                .hasMessageContaining("a:2");
    }

    @Test
    void costCenterComesFromTheNearestAncestor() {
        Organization organization = new Organization(List.of(
                new OrganizationUnit("bu", "Retail", "business-unit", null, "1000", null, List.of()),
                new OrganizationUnit("team", "Cart", "team", "bu", null, null, List.of())));
        assertThat(organization.costCenter("team")).contains("1000");
        assertThat(organization.kinds()).containsExactly("business-unit", "team");
    }

    @Test
    void unitsAreNeverTheirOwnAncestors() {
        assertThatThrownBy(() -> new Organization(List.of(
                        new OrganizationUnit("a", "A", "team", "b", null, null, List.of()),
                        new OrganizationUnit("b", "B", "team", "a", null, null, List.of()))))
                .hasMessageContaining("each other's ancestors");
    }
}
