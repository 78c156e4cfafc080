package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;
import org.apportion.model.rule.Tier.UsageKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who owns what usage does not decide: directory, tags, reasons, and what follows the charges of others. */
class PlannedOwnersTest {
    private static final Tier CPU = new Tier.ByMetric("cpu", UsageKey.RESOURCE_ID);
    private static final Condition ALWAYS = new Condition.Always();

    @TempDir
    Path folder;

    @Test
    void theDirectoryDecidesDayByDay() {
        Validity until = new Validity(null, LocalDate.of(2026, 10, 2));
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "03T00:00")
                .owner(new DirectoryEntry(new Consumer(ConsumerKind.RESOURCE, "r"), "u", until, "x"))
                .owner(new DirectoryEntry(new Consumer(ConsumerKind.ACCOUNT, "acc"), "v", Validity.ALWAYS, "x"))
                .rule(new Tier.Direct(List.of(new Owner.ByDirectory(List.of()))));
        assertThat(MonthCharges.of(folder, month))
                .containsExactly(
                        "2026-10-01 0/0 direct resource:r null 5.000000000000000000",
                        "2026-10-02 0/0 direct account:acc null 5.000000000000000000");
    }

    @Test
    void aTagOwnsAndAnEmptyTagDoesNot() {
        SmallMonth month = new SmallMonth()
                .record("1", "01T00:00", "01T01:00", "ResourceId", "a", "SubAccountId", "s1")
                .tag("team", "data")
                .record("2", "01T00:00", "01T01:00", "ResourceId", "b", "SubAccountId", "s2")
                .tag("team", "")
                .rule(new Tier.Direct(List.of(new Owner.ByTag("team"))));
        assertThat(MonthCharges.of(folder, month))
                .containsExactlyInAnyOrder(
                        "2026-10-01 0/0 direct tag:team=data null 1.000000000000000000",
                        "2026-10-01 0/1 resource resource:b no_owner 2.000000000000000000");
    }

    @Test
    void aTagThatStandsForTwoOwnersIsSplitByTheirWeightsAndTheOddUnitFollowsTheOrder() {
        // 1 splits to 0.6 and 0.4; one unit of 1e-12 to ⌊1 · 60 / 100⌋ = 0 and 1.
        SmallMonth month = new SmallMonth()
                .record("1", "01T00:00", "01T01:00", "ResourceId", "a")
                .tag("team", "a:60;b:40")
                .record("0.000000000001", "01T00:00", "01T01:00", "ResourceId", "b")
                .tag("team", "a:60;b:40")
                .share("team=a:60;b:40", Map.of("team=a", "60", "team=b", "40"))
                .rule(new Tier.Direct(List.of(new Owner.ByTag("team"))));
        assertThat(MonthCharges.of(folder, month))
                .containsExactlyInAnyOrder(
                        "2026-10-01 0/0 direct tag:team=a null 0.600000000000000000",
                        "2026-10-01 0/0 direct tag:team=b null 0.400000000000000000",
                        "2026-10-01 0/0 direct tag:team=b null 0.000000000001000000");
    }

    @Test
    void aSharedTagCountsForTheDirectoryIfItKnowsOneOfTheOwners() {
        SmallMonth month = new SmallMonth()
                .record("1", "01T00:00", "01T01:00")
                .tag("team", "a;b")
                .share("team=a;b", Map.of("team=a", "1", "team=b", "1"))
                .owner(new DirectoryEntry(Consumer.tag("team", "b"), "unit-b", Validity.ALWAYS, "directory"))
                .owner(new DirectoryEntry(
                        new Consumer(ConsumerKind.ACCOUNT, "acc"), "unit-c", Validity.ALWAYS, "directory"))
                .rule(new Tier.Direct(List.of(new Owner.ByDirectory(List.of("team")))));
        assertThat(MonthCharges.of(folder, month))
                .containsExactly(
                        "2026-10-01 0/0 direct tag:team=a null 0.500000000000000000",
                        "2026-10-01 0/0 direct tag:team=b null 0.500000000000000000");
    }

    @Test
    void supportFollowsWhatOthersWereCharged() {
        SmallMonth month = new SmallMonth()
                .record("30", "01T00:00", "01T01:00", "ResourceId", "a", "SubAccountId", "s1")
                .record("70", "01T00:00", "01T01:00", "ResourceId", "b", "SubAccountId", "s2")
                .record("-5", "01T00:00", "01T01:00", "ResourceId", "c", "SubAccountId", "s3")
                .record("10", "01T00:00", "01T01:00", "ServiceName", "Support")
                .rule(
                        new Condition.Compare(
                                new Condition.Operand.ColumnValue("ServiceName"), Condition.Operator.EQUAL, "Support"),
                        Spread.EVEN,
                        new Part(
                                "all", BigDecimal.ONE, "support", List.of(new Tier.ByAllocatedCost(ALWAYS, List.of()))))
                .rule(new Tier.Direct(List.of(new Owner.ByAccount())));
        assertThat(MonthCharges.of(folder, month))
                .contains(
                        "2026-10-01 0/0 allocated account:s1 null 3.000000000000000000",
                        "2026-10-01 0/0 allocated account:s2 null 7.000000000000000000")
                .hasSize(5);
    }

    @Test
    void aRuleLeavesToTheResourceWithTheReasonItStates() {
        SmallMonth month = new SmallMonth()
                .record("2", "01T00:00", "01T02:00")
                .sample("cpu", "01T00:00", "ann", "1")
                .rule(CPU, new Tier.Unallocated("no_identity"), new Tier.Direct(List.of(new Owner.ByAccount())));
        assertThat(MonthCharges.of(folder, month))
                .containsExactly(
                        "2026-10-01 0/0 metric principal:ann null 1.000000000000000000",
                        "2026-10-01 0/1 unallocated resource:r no_identity 1.000000000000000000");
    }

    @Test
    void theResourceMayOwnOnPurposeAndThenThereIsNoReason() {
        SmallMonth month = new SmallMonth()
                .record("2", "01T00:00", "01T02:00")
                .rule(CPU, new Tier.Direct(List.of(new Owner.ByTag("team"), new Owner.ByResource())));
        assertThat(MonthCharges.of(folder, month))
                .containsExactly("2026-10-01 0/1 direct resource:r null 2.000000000000000000");
    }

    @Test
    void whatIsLeftForAStatedReasonIsNoBasisOfTheSecondPass() {
        // bob's 1.00 is the basis; the 9.00 that the first rule leaves to its resource is none
        Condition support = new Condition.Compare(
                new Condition.Operand.ColumnValue("ServiceName"), Condition.Operator.EQUAL, "Support");
        Condition lost = new Condition.Compare(
                new Condition.Operand.ColumnValue("ServiceName"), Condition.Operator.EQUAL, "Lost");
        SmallMonth month = new SmallMonth()
                .record("9", "01T00:00", "01T01:00", "ServiceName", "Lost")
                .record("1", "01T00:00", "01T01:00")
                .record("5", "01T00:00", "01T01:00", "ServiceName", "Support")
                .sample("cpu", "01T00:00", "bob", "1")
                .rule(lost, Spread.EVEN, part(new Tier.Unallocated("lost")))
                .rule(support, Spread.EVEN, part(new Tier.ByAllocatedCost(ALWAYS, List.of())))
                .rule(CPU);
        assertThat(MonthCharges.of(folder, month))
                .containsExactlyInAnyOrder(
                        "2026-10-01 0/0 unallocated resource:r lost 9.000000000000000000",
                        "2026-10-01 0/0 metric principal:bob null 1.000000000000000000",
                        "2026-10-01 0/0 allocated principal:bob null 5.000000000000000000");
    }

    private static Part part(Tier tier) {
        return new Part("all", BigDecimal.ONE, "usage", List.of(tier));
    }
}
