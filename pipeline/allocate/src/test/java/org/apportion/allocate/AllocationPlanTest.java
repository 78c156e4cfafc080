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
        assertThat(MonthCharges.of(folder, new SmallMonth().record("3", "01T00:00", "02T12:00")))
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
        assertThat(MonthCharges.of(folder, month))
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
        List<String> charges = MonthCharges.of(folder, month);

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
        assertThat(MonthCharges.of(folder, month))
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
        assertThat(MonthCharges.of(folder, month))
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
        assertThat(MonthCharges.of(folder, month))
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
        assertThat(MonthCharges.of(folder, month))
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
        assertThat(MonthCharges.of(folder, month))
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
        assertThat(MonthCharges.of(folder, month))
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
        assertThat(MonthCharges.hoursOf(folder, month)).containsExactly("2026-10-01 5 ann 1", "2026-10-02 6 ann 9");
    }

    @Test
    void aTaxHasNoHours() {
        SmallMonth month = new SmallMonth()
                .record("10", "05T00:00", "05T01:00", "ChargeCategory", "Tax")
                .sample("cpu", "01T05:00", "ann", "1")
                .rule(CPU);
        assertThat(MonthCharges.hoursOf(folder, month)).isEmpty();
    }

    @Test
    void aTaxIsSplitByTheUsageOfItsMonthAndBookedOnItsDay() {
        SmallMonth month = new SmallMonth()
                .record("10", "05T00:00", "05T01:00", "ChargeCategory", "Tax")
                .sample("cpu", "01T05:00", "ann", "1")
                .sample("cpu", "30T06:00", "bob", "1")
                .rule(CPU);
        assertThat(MonthCharges.of(folder, month))
                .containsExactly(
                        "2026-10-05 0/0 metric principal:ann null 5.000000000000000000",
                        "2026-10-05 0/0 metric principal:bob null 5.000000000000000000");
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
        assertThat(MonthCharges.of(folder, month))
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
        assertThat(MonthCharges.of(folder, month))
                .containsExactly(
                        "2026-10-01 0/0 metric principal:ann null 10000000.000000000000000000",
                        "2026-10-01 0/0 metric principal:bob null 20000000.000000000000000001");
    }

    @Test
    void twoGroupsOfOneIdAreRefused() {
        SmallMonth month = new SmallMonth()
                .record("1", "01T00:00", "01T01:00", "ServiceName", "compute")
                .record("2", "01T00:00", "01T01:00", "ServiceName", "storage");
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(month.data(), CostBasis.BILLED, PlanOptions.SAFE);
            session.engine().execute("UPDATE cost SET \"x_GroupId\" = 7");
            assertThatThrownBy(() -> session.run(plan)).hasMessageContaining("ALLOCATE_GROUP_COLLISION 7");
        }
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
}
