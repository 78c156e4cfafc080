package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.Validity;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.Operand.ColumnValue;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.report.MetricsSettings.Hourly;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Support of 3 USD a day is shared by what people owe in the whole month. On the first day only sa-1 owes anything (24 USD for
 * reading); storage of the second day is shared by sa-1 and sa-2, and so is then the support of the first.
 */
class SharesOfMonthTest {
    private static final Condition ALL =
            new Condition.Compare(new ColumnValue("ServiceName"), Condition.Operator.EQUAL, "KAFKA");

    private static final Tier BYTES = new Tier.ByMetric("bytes", Tier.UsageKey.RESOURCE_ID);
    private static final Tier OF_MONTH =
            new Tier.Even(List.of("confluent_key_owner"), Tier.Window.MONTH, Tier.UsageKey.RESOURCE_ID);

    @TempDir
    Path folder;

    private static MonthData data(BillRecord... records) {
        return data(48, rule("SUPPORT", Spread.EVEN, new Tier.ByAllocatedCost(ALL, List.of())), records);
    }

    /** @param hours of usage from the first day's begin */
    private static MonthData data(int hours, AllocationRule first, BillRecord... records) {
        MonthData data = KafkaMonth.data(List.of(records));
        List<AllocationRule> rules = new ArrayList<>(data.rules());
        rules.add(0, first);
        Instant end = Instant.parse("2026-10-01T00:00:00Z").plus(Duration.ofHours(hours));
        return new MonthData(
                data.month(),
                data.records(),
                data.samples().stream()
                        .filter(sample -> sample.hour().isBefore(end))
                        .toList(),
                data.resolvedTags(),
                data.directory(),
                rules);
    }

    private static AllocationRule rule(String lineType, Spread spread, Tier... tiers) {
        return new AllocationRule(
                "first",
                1,
                "",
                Validity.ALWAYS,
                "x_LineType == '" + lineType + "'",
                new Condition.Compare(new ColumnValue("x_LineType"), Condition.Operator.EQUAL, lineType),
                spread,
                List.of(new Part("all", BigDecimal.ONE, "shared", List.of(tiers))),
                "rules.yaml:9:5");
    }

    private static BillRecord support(long id, int day) {
        return record(id, "3", "SUPPORT", day);
    }

    private static BillRecord record(long id, String cost, String lineType, int day) {
        return KafkaMonth.record(
                id,
                cost,
                lineType.equals("SUPPORT") ? "org-1" : "lkc-1",
                lineType,
                "2026-10-0" + day + "T00:00:00Z",
                "2026-10-0" + (day + 1) + "T00:00:00Z");
    }

    private static final MonthData FIRST_DAY = data(record(1, "24", "KAFKA_NETWORK_READ", 1), support(2, 1));
    private static final MonthData TWO_DAYS = data(
            record(1, "24", "KAFKA_NETWORK_READ", 1), support(2, 1), record(3, "3", "KAFKA_STORAGE", 2), support(4, 2));

    private MonthLake lake(MonthData data) {
        return new MonthLake(folder, data, ShopMonth.organization(), CostBasis.BILLED).run(data, List.of());
    }

    private static MetricsSettings settings(Duration holdBack, boolean sharesAtMonthEnd) {
        Hourly hourly =
                new Hourly(Optional.empty(), holdBack, List.of(), Optional.empty(), sharesAtMonthEnd, List.of());
        return new MetricsSettings(100, hourly, InstantSource.fixed(Instant.parse("2026-11-20T00:00:00Z")), "1");
    }

    private static int read(MetricsFeed feed) {
        int hours = 0;
        for (HourPage page = feed.next("far"); page.hour().isPresent(); page = feed.next("far")) {
            feed.served("far", page.hour().get());
            hours++;
        }
        return hours;
    }

    private static String told(MetricsFeed feed, String name) {
        return feed.totals().stream()
                .filter(family -> family.name().equals("apportion_hours_" + name + "_since_told"))
                .flatMap(family -> family.samples().stream())
                .map(sample -> sample.number().toPlainString())
                .findFirst()
                .orElse("nothing");
    }

    @Test
    void supportOfAToldDayThatLaterDaysShareAnewIsCountedApart() {
        MonthLake lake = lake(FIRST_DAY);
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), false))) {
            assertThat(read(feed)).isEqualTo(24);
            lake.run(TWO_DAYS, List.of());

            assertThat(told(feed, "changed")).isEqualTo("0");
            assertThat(told(feed, "provisional")).isEqualTo("24");
        }
    }

    @Test
    void costOfTheDayItselfThatChangesIsStillCounted() {
        MonthLake lake = lake(FIRST_DAY);
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), false))) {
            read(feed);
            lake.run(data(record(1, "25", "KAFKA_NETWORK_READ", 1), support(2, 1)), List.of());

            assertThat(told(feed, "changed")).isEqualTo("24");
            assertThat(told(feed, "provisional")).isEqualTo("0");
        }
    }

    @Test
    void aDayWithSharesOfTheMonthMayWaitForTheMonthsEnd() {
        MonthLake lake =
                lake(data(record(1, "24", "KAFKA_NETWORK_READ", 1), record(3, "3", "KAFKA_STORAGE", 2), support(4, 2)));
        // The bill was read on 2 November, at six: six days after the month's end it was not.
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), true))) {
            assertThat(read(feed)).as("the first day has none").isEqualTo(24);
        }
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(1), true))) {
            assertThat(read(feed)).as("one day after the month's end it was").isEqualTo(24);
        }
    }

    @Test
    void aCorrectionBookedLaterDoesNotMakeADayWaitForTheMonthOfItsBooking() {
        MonthLake lake = lake(FIRST_DAY);
        lake.correct(KafkaMonth.MONTH, BillingMonth.of(2026, 11));
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(1), true))) {
            assertThat(read(feed)).isEqualTo(24);
        }
    }

    /** 62 USD of October: all of it on the first day while only that has usage, then half. */
    @Test
    void aRecordOfTheMonthInTheShapeOfUsageIsCountedApart() {
        AllocationRule shape = rule("NODE", Spread.USAGE, BYTES);
        BillRecord node = KafkaMonth.record(1, "62", "lkc-1", "NODE", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");
        MonthLake lake = lake(data(24, shape, node));
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), true))) {
            assertThat(read(feed)).as("told at the month's end").isZero();
        }
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), false))) {
            assertThat(read(feed)).isEqualTo(24);
            lake.run(data(48, shape, node), List.of());

            assertThat(told(feed, "changed")).isEqualTo("0");
            assertThat(told(feed, "provisional")).isEqualTo("24");
        }
    }

    @Test
    void aRecordOfOneDayInTheShapeOfUsageIsThatDaysOwn() {
        AllocationRule shape = rule("NODE", Spread.USAGE, BYTES);
        MonthLake lake = lake(data(24, shape, record(1, "62", "NODE", 1)));
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), true))) {
            assertThat(read(feed)).isEqualTo(24);
            lake.run(data(24, shape, record(1, "63", "NODE", 1)), List.of());

            assertThat(told(feed, "changed")).isEqualTo("24");
        }
    }

    @Test
    void whatATierBeforeThatOfTheMonthTookIsTheDaysOwn() {
        AllocationRule rule = rule("NODE", Spread.EVEN, BYTES, OF_MONTH);
        MonthLake lake = lake(data(24, rule, record(1, "24", "NODE", 1)));
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), true))) {
            assertThat(read(feed)).isEqualTo(24);
            lake.run(data(24, rule, record(1, "25", "NODE", 1)), List.of());

            assertThat(told(feed, "changed")).isEqualTo("24");
            assertThat(told(feed, "provisional")).isEqualTo("0");
        }
    }

    /** Nobody was there on the first day, so the cluster has it, until the second day finds the owners of keys. */
    @Test
    void whatIsLeftBehindATierOfTheMonthIsCountedApart() {
        AllocationRule rule = rule("NODE", Spread.EVEN, OF_MONTH);
        MonthData none = data(0, rule, record(1, "24", "NODE", 1));
        MonthLake lake = lake(none);
        try (MetricsFeed feed = lake.feed(settings(Duration.ofDays(6), false))) {
            assertThat(read(feed)).isEqualTo(24);
            lake.run(data(48, rule, record(1, "24", "NODE", 1)), List.of());

            assertThat(told(feed, "changed")).isEqualTo("0");
            assertThat(told(feed, "provisional")).isEqualTo("24");
        }
    }

    @Test
    void whatWasToldBeforeSharesStoodApartIsComparedAsAWhole() {
        DayDigest now =
                new DayDigest(new DayDigest.Sum(2, new BigDecimal("70")), new DayDigest.Sum(1, new BigDecimal("-8")));

        assertThat(now.text()).isEqualTo("2-70|1--8");
        assertThat(now.isAsTold("3-62")).isTrue();
        assertThat(now.isAsTold("3-63")).isFalse();
        assertThat(now.isOfMonthAsTold("3-62")).isTrue();
        assertThat(now.isAsTold("2-70|1-9")).isTrue();
        assertThat(now.isOfMonthAsTold("2-70|1-9")).isFalse();
    }
}
