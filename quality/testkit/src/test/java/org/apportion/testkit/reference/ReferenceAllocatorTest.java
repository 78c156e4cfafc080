package org.apportion.testkit.reference;

import static org.apportion.testkit.reference.SmallMonth.metric;
import static org.apportion.testkit.reference.SmallMonth.part;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.junit.jupiter.api.Test;

class ReferenceAllocatorTest {
    private static final String H0 = "2026-10-01T00:00:00Z";
    private static final String H1 = "2026-10-01T01:00:00Z";
    private static final String H2 = "2026-10-01T02:00:00Z";
    private static final String DAY2 = "2026-10-02T00:00:00Z";
    private static final Condition ALWAYS = new Condition.Always();

    @Test
    void oneHourIsSplitInProportionToTheMetric() {
        List<String> lines = new SmallMonth()
                .record("1", H0, H1)
                .sample("cpu", H0, "a", "1")
                .sample("cpu", H0, "b", "3")
                .rule(Spread.EVEN, metric("cpu"))
                .lines();
        assertThat(lines)
                .containsExactly("principal:a 2026-10-01 part0/tier0 0.25", "principal:b 2026-10-01 part0/tier0 0.75");
    }

    @Test
    void theOddUnitAndTheRestGoToTheLastInNameOrder() {
        // 10 units and 5e-18 over three: 3, 3, 4 units and the rest
        List<String> lines = new SmallMonth()
                .record("0.000000000010000005", H0, H1)
                .sample("cpu", H0, "c", "1")
                .sample("cpu", H0, "a", "1")
                .sample("cpu", H0, "b", "1")
                .rule(Spread.EVEN, metric("cpu"))
                .lines();
        assertThat(lines)
                .containsExactly(
                        "principal:a 2026-10-01 part0/tier0 0.000000000003",
                        "principal:b 2026-10-01 part0/tier0 0.000000000003",
                        "principal:c 2026-10-01 part0/tier0 0.000000000004000005");
    }

    @Test
    void anHourWithoutUsageGoesToTheResourceWithAReason() {
        Allocation allocation = new SmallMonth()
                .record("2", H0, H2)
                .sample("cpu", H1, "a", "1")
                .rule(Spread.EVEN, metric("cpu"))
                .allocate();
        assertThat(allocation.charges())
                .extracting(charge -> charge.consumer() + " " + charge.tier() + " " + charge.reason())
                .containsExactly("principal:a 0 null", "resource:cluster 1 no_usage");
    }

    @Test
    void spreadByUsagePaysThePeriodWhereUsageWas() {
        // 6 over (hour 0: a 1), (day 2 hour 0: a 2, b 3); evenly it would be 6 / 25 hours
        List<String> lines = new SmallMonth()
                .record("6", H0, "2026-10-02T01:00:00Z")
                .sample("cpu", H0, "a", "1")
                .sample("cpu", DAY2, "a", "2")
                .sample("cpu", DAY2, "b", "3")
                .rule(Spread.USAGE, metric("cpu"))
                .lines();
        assertThat(lines)
                .containsExactly(
                        "principal:a 2026-10-01 part0/tier0 1",
                        "principal:a 2026-10-02 part0/tier0 2",
                        "principal:b 2026-10-02 part0/tier0 3");
    }

    @Test
    void aRecordSharesItsCostBySecondsOfOverlap() {
        // 00:30 to 02:00 is 5,400 seconds: 1,800 in the first hour, 3,600 in the second
        List<String> lines = new SmallMonth()
                .record("3", "2026-10-01T00:30:00Z", H2)
                .sample("cpu", H0, "a", "1")
                .sample("cpu", H1, "b", "1")
                .rule(Spread.EVEN, metric("cpu"))
                .lines();
        assertThat(lines)
                .containsExactly("principal:a 2026-10-01 part0/tier0 1", "principal:b 2026-10-01 part0/tier0 2");
    }

    @Test
    void aPurchaseIsOneMonthCellBookedOnTheDayOfItsStart() {
        List<String> lines = new SmallMonth()
                .record(
                        "8",
                        DAY2,
                        "2027-10-02T00:00:00Z",
                        Map.of("ResourceId", "cluster", "ChargeCategory", "Purchase"),
                        Map.of())
                .sample("cpu", H0, "a", "1")
                .sample("cpu", "2026-10-31T23:00:00Z", "b", "3")
                .sample("cpu", "2026-11-01T00:00:00Z", "c", "5")
                .rule(Spread.EVEN, metric("cpu"))
                .lines();
        assertThat(lines)
                .containsExactly("principal:a 2026-10-02 part0/tier0 2", "principal:b 2026-10-02 part0/tier0 6");
    }

    @Test
    void thirtyPercentIsSharedEvenlyAndSeventyGoesByBytes() {
        // 10: 3 evenly over a and b, 7 by bytes 6 to 1
        Tier even = new Tier.Even(List.of(), Tier.Window.HOUR, Tier.UsageKey.RESOURCE_ID);
        List<String> lines = new SmallMonth()
                .record("10", H0, H1)
                .sample("bytes", H0, "a", "6")
                .sample("bytes", H0, "b", "1")
                .rule(ALWAYS, Spread.EVEN, part("30", even), part("70", metric("bytes")))
                .lines();
        assertThat(lines)
                .containsExactly(
                        "principal:a 2026-10-01 part0/tier0 1.5",
                        "principal:a 2026-10-01 part1/tier0 6",
                        "principal:b 2026-10-01 part0/tier0 1.5",
                        "principal:b 2026-10-01 part1/tier0 1");
    }

    @Test
    void evenOverADayAlsoFindsWhoWasActiveInAnotherHour() {
        Tier even = new Tier.Even(List.of("cpu"), Tier.Window.DAY, Tier.UsageKey.RESOURCE_ID);
        List<String> lines = new SmallMonth()
                .record("4", H0, H1)
                .sample("cpu", "2026-10-01T23:00:00Z", "a", "0")
                .sample("memory", H0, "b", "1")
                .sample("cpu", DAY2, "c", "1")
                .rule(Spread.EVEN, even)
                .lines();
        assertThat(lines).containsExactly("principal:a 2026-10-01 part0/tier0 4");
    }

    @Test
    void theMaximumTakesTheLargerOfRequestedAndUsedInEachHour() {
        // month cell: a max(4,1) + max(0,2) = 6, b max(1,2) = 2
        Tier maximum = new Tier.ByMaximum("request", "usage", Tier.UsageKey.RESOURCE_ID);
        List<String> lines = new SmallMonth()
                .record("8", H0, H0)
                .sample("request", H0, "a", "4")
                .sample("usage", H0, "a", "1")
                .sample("usage", H1, "a", "2")
                .sample("request", H0, "b", "1")
                .sample("usage", H0, "b", "2")
                .rule(Spread.EVEN, maximum)
                .lines();
        assertThat(lines)
                .containsExactly("principal:a 2026-10-01 part0/tier0 6", "principal:b 2026-10-01 part0/tier0 2");
    }

    @Test
    void aMetricWithoutUsageHandsItsShareOfTheMixToTheOthers() {
        // cpu 2 : memory 1 : disk 1, disk is all zero, so cpu 4 of 6 to a, memory 2 of 6 to b
        Tier mix = new Tier.ByMix(
                new TreeMap<>(Map.of("cpu", new BigDecimal("2"), "memory", BigDecimal.ONE, "disk", BigDecimal.ONE)),
                Tier.UsageKey.RESOURCE_ID);
        List<String> lines = new SmallMonth()
                .record("6", H0, H1)
                .sample("cpu", H0, "a", "7")
                .sample("memory", H0, "b", "1000000")
                .sample("disk", H0, "c", "0")
                .rule(Spread.EVEN, mix)
                .lines();
        assertThat(lines)
                .containsExactly("principal:a 2026-10-01 part0/tier0 4", "principal:b 2026-10-01 part0/tier0 2");
    }

    @Test
    void directFindsTheTagThenTheAccountAndElseHandsOn() {
        Tier direct = new Tier.Direct(List.of(new Tier.Owner.ByTag("team"), new Tier.Owner.ByAccount()));
        List<String> lines = new SmallMonth()
                .record("1", H0, H1, Map.of("ServiceName", "S3", "SubAccountId", "42"), Map.of("team", "red"))
                .record("2", H0, H1, Map.of("ServiceName", "S3", "SubAccountId", "42"), Map.of("team", ""))
                .record("4", H0, H1, Map.of("ServiceName", "S3"), Map.of())
                .rule(Spread.EVEN, direct)
                .lines();
        assertThat(lines)
                .containsExactly(
                        "account:42 2026-10-01 part0/tier0 2",
                        "resource:service=S3 2026-10-01 part0/tier1 4",
                        "tag:team=red 2026-10-01 part0/tier0 1");
    }

    @Test
    void theDirectoryIsAskedForTheDayOfTheCost() {
        Tier direct = new Tier.Direct(List.of(new Tier.Owner.ByDirectory(List.of("team"))));
        LocalDate second = LocalDate.of(2026, 10, 2);
        List<String> lines = new SmallMonth()
                .record("2", H0, "2026-10-03T00:00:00Z", Map.of("ResourceId", "vm"), Map.of("team", "red"))
                .owner(new DirectoryEntry(Consumer.tag("team", "red"), "u1", new Validity(null, second), ""))
                .owner(new DirectoryEntry(
                        new Consumer(ConsumerKind.RESOURCE, "vm"), "u2", new Validity(second, null), ""))
                .rule(Spread.EVEN, direct)
                .lines();
        assertThat(lines)
                .containsExactly("resource:vm 2026-10-02 part0/tier0 1", "tag:team=red 2026-10-01 part0/tier0 1");
    }

    @Test
    void supportFollowsWhatWasAllocatedAndNegativeTotalsCountAsZero() {
        // basis: red 3, blue 1, green -5; support of 8 goes 6 to red, 2 to blue
        Condition support = new Condition.Compare(
                new Condition.Operand.ColumnValue("ServiceName"), Condition.Operator.EQUAL, "Support");
        Tier byTag = new Tier.Direct(List.of(new Tier.Owner.ByTag("team")));
        List<String> lines = new SmallMonth()
                .record("3", H0, H1, Map.of(), Map.of("team", "red"))
                .record("1", H0, H1, Map.of(), Map.of("team", "blue"))
                .record("-5", H0, H1, Map.of(), Map.of("team", "green"))
                .record("8", H0, H1, Map.of("ServiceName", "Support"), Map.of())
                .record("100", H0, H1, Map.of("BillingCurrency", "USD"), Map.of("team", "other"))
                .rule(support, Spread.EVEN, part("1", new Tier.ByAllocatedCost(ALWAYS, List.of())))
                .rule(Spread.EVEN, byTag)
                .lines();
        assertThat(lines)
                .contains("tag:team=red 2026-10-01 part0/tier0 6", "tag:team=blue 2026-10-01 part0/tier0 2")
                .hasSize(6);
    }

    @Test
    void fixedSharesAreOrderedByKindThenName() {
        // 1 unit over unit:x 1 and account:y 1: the last, unit:x, receives it
        Tier fixed = new Tier.FixedShares(Map.of(
                new Consumer(ConsumerKind.UNIT, "x"), BigDecimal.ONE,
                new Consumer(ConsumerKind.ACCOUNT, "y"), BigDecimal.ONE));
        assertThat(new SmallMonth()
                        .record("0.000000000001", H0, H1)
                        .rule(Spread.EVEN, fixed)
                        .lines())
                .containsExactly("unit:x 2026-10-01 part0/tier0 0.000000000001");
    }

    @Test
    void aRuleTakesRecordsThatStartWhileItIsValid() {
        LocalDate second = LocalDate.of(2026, 10, 2);
        List<String> lines = new SmallMonth()
                .record("1", H0, H1)
                .record("2", DAY2, "2026-10-02T01:00:00Z")
                .rule(
                        ALWAYS,
                        new Validity(second, null),
                        Spread.EVEN,
                        part("1", new Tier.Direct(List.of(new Tier.Owner.ByName(Consumer.principal("new"))))))
                .lines();
        assertThat(lines)
                .containsExactly("principal:new 2026-10-02 part0/tier0 2", "resource:cluster 2026-10-01 part0/tier0 1");
    }

    @Test
    void hugeUsageIsScaledByTheSmallestPowerOfTenThatFits() {
        // 9,000,000,000 * 10^9 = 9e18 is above 2^62 = 4.6e18, so q = 1; the value 1e-9 then weighs nothing
        List<String> lines = new SmallMonth()
                .record("1", H0, H1)
                .sample("bytes", H0, "a", "8999999999.999999999")
                .sample("bytes", H0, "b", "0.000000001")
                .rule(Spread.EVEN, metric("bytes"))
                .lines();
        assertThat(lines).containsExactly("principal:a 2026-10-01 part0/tier0 1");
    }

    @Test
    void aNegativeRestIsBorrowedFromTheUnits() {
        // -1e-18 is -1 unit and a rest of 999,999
        assertThat(ExactSplit.unitsOf(new BigDecimal("-1e-18"))).isEqualTo(-1);
        assertThat(ExactSplit.restOf(new BigDecimal("-1e-18"))).isEqualTo(999_999);
    }

    @Test
    void theRestsOfACellAreCarriedIntoItsUnits() {
        // 0.6 + 0.6 units over a and b: 1 unit and a rest of 0.2; floor gives a 0, b 1.2
        List<String> lines = new SmallMonth()
                .record("0.0000000000006", H0, H1)
                .record("0.0000000000006", H0, H1)
                .sample("cpu", H0, "a", "1")
                .sample("cpu", H0, "b", "1")
                .rule(Spread.EVEN, metric("cpu"))
                .lines();
        assertThat(lines).containsExactly("principal:b 2026-10-01 part0/tier0 0.0000000000012");
    }
}
