package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.CostBasis;
import org.apportion.model.Validity;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;
import org.apportion.model.rule.Tier.UsageKey;
import org.apportion.model.rule.Tier.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationPlanTest {
    private static final Tier CPU = new Tier.ByMetric("cpu", UsageKey.RESOURCE_ID);
    private static final Condition ALWAYS = new Condition.Always();

    @TempDir
    Path folder;

    @Test
    void withoutARuleTheResourceTakesTheCostDayByDay() {
        // 3.00 over 1.5 days: 2.00 and 1.00
        assertThat(charges(new SmallMonth().record("3", "01T00:00", "02T12:00")))
                .containsExactly(
                        "2026-10-01 0/0 resource resource:r no_rule 2.000000000000000000",
                        "2026-10-02 0/0 resource resource:r no_rule 1.000000000000000000");
    }

    @Test
    void anHourIsSplitByTheMetricOfThatHour() {
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "01T02:00")
                .sample("cpu", "01T00:00", "ann", "1")
                .sample("cpu", "01T00:00", "bob", "3")
                .sample("cpu", "01T01:00", "bob", "7")
                .rule(CPU);
        // first hour 5: 1.25 and 3.75; second hour 5: all bob
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 metric principal:ann null 1.250000000000000000",
                        "2026-10-01 0/0 metric principal:bob null 8.750000000000000000");
    }

    @Test
    void tenThousandConsumersOfOneHourReceiveTheCostToTheLastDigit() {
        SmallMonth month = new SmallMonth()
                .record("10.000000000000000001", "01T00:00", "01T01:00")
                .rule(CPU);
        for (int i = 0; i < 10_000; i++) {
            month.sample("cpu", "01T00:00", String.format("c%04d", i), i == 0 ? "0" : "1");
        }
        List<String> charges = charges(month);

        // The first used nothing: 9,999 share 10^13 units, 1,000,100,010 each; 10,000 more are spread one by one.
        assertThat(charges).hasSize(9_999);
        assertThat(charges.stream()
                        .map(line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("10.000000000000000001");
        assertThat(charges.stream()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .distinct())
                .containsOnly("0.001000100010000000", "0.001000100011000000", "0.001000100011000001");
    }

    @Test
    void anHourWithoutUsageIsHandedOnAlone() {
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "01T02:00")
                .sample("cpu", "01T00:00", "ann", "1")
                .rule(CPU, new Tier.Direct(List.of(new Owner.ByAccount())));
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 metric principal:ann null 5.000000000000000000",
                        "2026-10-01 0/1 direct account:acc null 5.000000000000000000");
    }

    @Test
    void evenOverADayReachesHoursWithoutSamples() {
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "01T01:00")
                .sample("cpu", "01T22:00", "ann", "0")
                .sample("mem", "01T23:00", "bob", "5")
                .rule(new Tier.Even(List.of(), Window.DAY, UsageKey.RESOURCE_ID));
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 even principal:ann null 5.000000000000000000",
                        "2026-10-01 0/0 even principal:bob null 5.000000000000000000");
    }

    @Test
    void aMixHandsTheShareOfAMetricWithoutUsageToTheOthers() {
        SmallMonth month = new SmallMonth()
                .record("8", "01T00:00", "01T01:00")
                .record("8", "01T01:00", "01T02:00")
                .sample("cpu", "01T00:00", "ann", "1")
                .sample("mem", "01T00:00", "bob", "1")
                .sample("mem", "01T01:00", "bob", "2")
                .rule(new Tier.ByMix(
                        new TreeMap<>(Map.of("cpu", new BigDecimal(3), "mem", BigDecimal.ONE)), UsageKey.RESOURCE_ID));
        // first hour 6 by cpu to ann, 2 by mem to bob; second hour all by mem
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 mix principal:ann null 6.000000000000000000",
                        "2026-10-01 0/0 mix principal:bob null 10.000000000000000000");
    }

    @Test
    void theLargerOfRequestedAndUsedCounts() {
        SmallMonth month = new SmallMonth()
                .record("12", "01T00:00", "01T01:00")
                .sample("request", "01T00:00", "ann", "4")
                .sample("used", "01T00:00", "ann", "1")
                .sample("request", "01T00:00", "bob", "1")
                .sample("used", "01T00:00", "bob", "2")
                .rule(new Tier.ByMaximum("request", "used", UsageKey.RESOURCE_ID));
        // 4 : 2
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 maximum principal:ann null 8.000000000000000000",
                        "2026-10-01 0/0 maximum principal:bob null 4.000000000000000000");
    }

    @Test
    void partsAreSplitBeforeTiers() {
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "01T01:00")
                .sample("cpu", "01T00:00", "ann", "1")
                .rule(
                        ALWAYS,
                        Spread.EVEN,
                        new Part(
                                "shared",
                                new BigDecimal(30),
                                "shared",
                                List.of(new Tier.FixedShares(Map.of(
                                        new Consumer(ConsumerKind.UNIT, "x"),
                                        BigDecimal.ONE,
                                        new Consumer(ConsumerKind.UNIT, "y"),
                                        new BigDecimal(2))))),
                        new Part("usage", new BigDecimal(70), "usage", List.of(CPU)));
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 fixed unit:x null 1.000000000000000000",
                        "2026-10-01 0/0 fixed unit:y null 2.000000000000000000",
                        "2026-10-01 1/0 metric principal:ann null 7.000000000000000000");
    }

    @Test
    void inTheShapeOfUsageAQuietDayCostsLittle() {
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "03T00:00")
                .sample("cpu", "01T05:00", "ann", "1")
                .sample("cpu", "02T06:00", "ann", "9")
                .rule(ALWAYS, Spread.USAGE, new Part("all", BigDecimal.ONE, "usage", List.of(CPU)));
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 metric principal:ann null 1.000000000000000000",
                        "2026-10-02 0/0 metric principal:ann null 9.000000000000000000");
    }

    @Test
    void inTheShapeOfUsageTheHoursAreThoseOfTheUsage() {
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "03T00:00")
                .sample("cpu", "01T05:00", "ann", "1")
                .sample("cpu", "02T06:00", "ann", "9")
                .rule(ALWAYS, Spread.USAGE, new Part("all", BigDecimal.ONE, "usage", List.of(CPU)));
        assertThat(hours(month)).containsExactly("2026-10-01 5 ann 1", "2026-10-02 6 ann 9");
    }

    @Test
    void aTaxHasNoHours() {
        SmallMonth month = new SmallMonth()
                .record("10", "05T00:00", "05T01:00", "ChargeCategory", "Tax")
                .sample("cpu", "01T05:00", "ann", "1")
                .rule(CPU);
        assertThat(hours(month)).isEmpty();
    }

    @Test
    void aTaxIsSplitByTheUsageOfItsMonthAndBookedOnItsDay() {
        SmallMonth month = new SmallMonth()
                .record("10", "05T00:00", "05T01:00", "ChargeCategory", "Tax")
                .sample("cpu", "01T05:00", "ann", "1")
                .sample("cpu", "30T06:00", "bob", "1")
                .rule(CPU);
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-05 0/0 metric principal:ann null 5.000000000000000000",
                        "2026-10-05 0/0 metric principal:bob null 5.000000000000000000");
    }

    @Test
    void theDirectoryDecidesDayByDay() {
        Validity until = new Validity(null, LocalDate.of(2026, 10, 2));
        SmallMonth month = new SmallMonth()
                .record("10", "01T00:00", "03T00:00")
                .owner(new DirectoryEntry(new Consumer(ConsumerKind.RESOURCE, "r"), "u", until, "x"))
                .owner(new DirectoryEntry(new Consumer(ConsumerKind.ACCOUNT, "acc"), "v", Validity.ALWAYS, "x"))
                .rule(new Tier.Direct(List.of(new Owner.ByDirectory(List.of()))));
        assertThat(charges(month))
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
        assertThat(charges(month))
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
        assertThat(charges(month))
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
        assertThat(charges(month))
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
        assertThat(charges(month))
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
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 metric principal:ann null 1.000000000000000000",
                        "2026-10-01 0/1 unallocated resource:r no_identity 1.000000000000000000");
    }

    @Test
    void theResourceMayOwnOnPurposeAndThenThereIsNoReason() {
        SmallMonth month = new SmallMonth()
                .record("2", "01T00:00", "01T02:00")
                .rule(CPU, new Tier.Direct(List.of(new Owner.ByTag("team"), new Owner.ByResource())));
        assertThat(charges(month)).containsExactly("2026-10-01 0/1 direct resource:r null 2.000000000000000000");
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
        assertThat(charges(month))
                .containsExactlyInAnyOrder(
                        "2026-10-01 0/0 unallocated resource:r lost 9.000000000000000000",
                        "2026-10-01 0/0 metric principal:bob null 1.000000000000000000",
                        "2026-10-01 0/0 allocated principal:bob null 5.000000000000000000");
    }

    private static Part part(Tier tier) {
        return new Part("all", BigDecimal.ONE, "usage", List.of(tier));
    }

    @Test
    void aRuleTakesOnlyDaysOnWhichItIsValid() {
        Validity from = new Validity(LocalDate.of(2026, 10, 2), null);
        SmallMonth month = new SmallMonth()
                .record("1", "01T00:00", "01T01:00")
                .record("2", "02T00:00", "02T01:00")
                .rule(
                        ALWAYS,
                        from,
                        Spread.EVEN,
                        new Part("all", BigDecimal.ONE, "x", List.of(new Tier.Direct(List.of(new Owner.ByAccount())))));
        assertThat(charges(month))
                .containsExactlyInAnyOrder(
                        "2026-10-01 0/0 resource resource:r no_rule 1.000000000000000000",
                        "2026-10-02 0/0 direct account:acc null 2.000000000000000000");
    }

    @Test
    void aPrepaymentBeyond64BitsKeepsEachDigit() {
        SmallMonth month = new SmallMonth()
                .record("30000000.000000000000000001", "01T00:00", "01T01:00")
                .sample("cpu", "01T00:00", "ann", "1")
                .sample("cpu", "01T00:00", "bob", "2")
                .rule(CPU);
        assertThat(charges(month))
                .containsExactly(
                        "2026-10-01 0/0 metric principal:ann null 10000000.000000000000000000",
                        "2026-10-01 0/0 metric principal:bob null 20000000.000000000000000001");
    }

    @Test
    void aColumnThatIsNoGroupColumnIsRefused() {
        Condition wrong = new Condition.Has(new Condition.Operand.ColumnValue("BilledCost"));
        AllocationRule rule = new AllocationRule(
                "r",
                1,
                "",
                Validity.ALWAYS,
                "",
                wrong,
                Spread.EVEN,
                List.of(new Part("all", BigDecimal.ONE, "x", List.of())),
                "rules.yaml:1:1");
        try (PlanSession session = new PlanSession(folder)) {
            assertThatThrownBy(() -> AllocationPlan.of(
                            List.of(rule),
                            CostBasis.BILLED,
                            BillingMonth.of(2026, 10),
                            session.engine().dialect(),
                            PlanSession.INPUTS,
                            PlanOptions.SAFE))
                    .isInstanceOf(ApportionException.class)
                    .hasMessageStartingWith("ALLOCATE_COLUMN_UNKNOWN rules: column 'BilledCost'");
        }
    }

    /** Day, hour, consumer, amount. */
    private List<String> hours(SmallMonth month) {
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(month.data(), CostBasis.BILLED, PlanOptions.SAFE.withHours(true));
            return session.engine()
                    .query(
                            plan.chargeHours(),
                            row -> row.date(2) + " " + row.number(3) + " " + row.text(7) + " "
                                    + PlanSession.amount(row, 8)
                                            .stripTrailingZeros()
                                            .toPlainString());
        }
    }

    /** Day, part/tier, method, consumer, reason, amount. */
    private List<String> charges(SmallMonth month) {
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(month.data(), CostBasis.BILLED, new PlanOptions(true));
            return session.engine()
                    .query(
                            plan.charges(),
                            row -> row.date(2) + " " + row.number(3) + "/" + row.number(4)
                                    + " " + row.text(5) + " " + row.text(6) + ":" + row.text(7) + " " + row.text(9)
                                    + " "
                                    + PlanSession.amount(row, 10).toPlainString());
        }
    }
}
