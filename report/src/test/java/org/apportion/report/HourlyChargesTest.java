package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.organization.Directory;
import org.apportion.report.MetricsExport.Query;
import org.apportion.report.MetricsExport.Step;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.month.UsageRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hourly pages and files tell of runs that stored hours. */
class HourlyChargesTest {
    private static final InstantSource LATER = InstantSource.fixed(Instant.parse("2027-02-01T00:00:00Z"));
    private static final long OCTOBER = LocalDate.parse("2026-10-01").toEpochDay() * 86_400;

    @TempDir
    Path folder;

    /** 24 USD for a day of reading; sa-2 reads only in hour 5, and then as much as sa-1. */
    private static MonthData reading() {
        MonthData month = KafkaMonth.data(List.of(KafkaMonth.record(
                1, "24", "lkc-1", "KAFKA_NETWORK_READ", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z")));
        List<UsageRow> samples = new java.util.ArrayList<>(month.samples());
        samples.add(UsageRow.of("bytes", "lkc-1", "2026-10-01T05:00:00Z", "sa-2", "5"));
        return new MonthData(
                month.month(), month.records(), samples, month.resolvedTags(), month.directory(), month.rules());
    }

    private MonthLake lake(MonthData data) {
        return new MonthLake(folder, data, ShopMonth.organization(), CostBasis.BILLED);
    }

    private static List<String> principals(MonthLake lake, String hour) {
        try (MetricsFeed feed = lake.feed(MetricsSettings.of(LATER, "1"))) {
            return family(feed.at(Instant.parse(hour)).families(), "confluent_cloud_chargeback_details")
                    .samples()
                    .stream()
                    .filter(sample -> sample.number().signum() != 0)
                    .map(sample -> sample.values().get(0) + " "
                            + sample.number().stripTrailingZeros().toPlainString())
                    .toList();
        }
    }

    private static MetricFamily family(List<MetricFamily> families, String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String exported(MonthLake lake, BillingMonth month) {
        StringBuilder text = new StringBuilder();
        try (Reports reports = lake.open()) {
            reports.exportMetrics(
                    new Query(
                            Optional.of(month),
                            Optional.empty(),
                            Optional.empty(),
                            List.of("consumer"),
                            List.of(),
                            Step.HOUR),
                    text);
        }
        return text.toString();
    }

    private static BigDecimal sum(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line ->
                        new BigDecimal(line.substring(line.indexOf("} ") + 2).split(" ", -1)[0]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void anHourShowsWhoUsedItInThatHour() {
        MonthLake lake = lake(reading()).withHours().run(reading(), List.of());

        assertThat(principals(lake, "2026-10-01T04:00:00Z")).containsExactly("sa-1 1");
        assertThat(principals(lake, "2026-10-01T05:00:00Z")).containsExactly("sa-1 0.5", "sa-2 0.5");
        assertThat(exported(lake, KafkaMonth.MONTH))
                .contains("consumer=\"principal:sa-2\"} 0.5 " + (OCTOBER + 5 * 3600) + "\n")
                .doesNotContain("consumer=\"principal:sa-2\"} 0.5 " + (OCTOBER + 6 * 3600) + "\n");
    }

    @Test
    void aRunWithoutHoursSpreadsTheDay() {
        MonthLake lake = lake(reading()).run(reading(), List.of());

        // sa-2 owes 0.5 of the day, in each hour a 24th.
        assertThat(principals(lake, "2026-10-01T04:00:00Z"))
                .containsExactly("sa-1 0.979166666667", "sa-2 0.020833333333");
    }

    @Test
    void whatHasNoHourIsSpreadBesideTheHoursThatAreKnown() {
        MonthData data = KafkaMonth.data();
        MonthLake lake = lake(data).withHours().run(data, List.of());

        assertThat(principals(lake, "2026-10-02T22:00:00Z"))
                .as("storage by owners of the hour; the registry has no rule")
                .contains("sa-1 0.5", "sa-2 0.5", "lsrc-1 0.004166666667");
        assertThat(sum(exported(lake, KafkaMonth.MONTH), "apportion_cost_hourly"))
                .isEqualByComparingTo("27.1");
    }

    @Test
    void theLastHourIsToldWithItsBeginning() {
        MonthLake lake = lake(reading()).withHours().run(reading(), List.of());
        try (MetricsFeed feed = lake.feed(MetricsSettings.of(LATER, "1"))) {
            List<MetricFamily> totals = feed.totals();

            assertThat(family(totals, "apportion_cost_last_hour").samples())
                    .extracting(sample -> sample.number().stripTrailingZeros().toPlainString())
                    .containsExactly("1");
            assertThat(family(totals, "apportion_cost_last_hour_start_timestamp_seconds")
                            .samples()
                            .get(0)
                            .number())
                    .isEqualByComparingTo(BigDecimal.valueOf(OCTOBER + 23 * 3600));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32})
    void storedHoursAddUpToTheBillWhateverTheRules(long seed) {
        MonthData hostile = HostileMonth.generate(seed);
        MonthData data = new MonthData(
                hostile.month(),
                hostile.records().stream()
                        .map(record -> inCurrency(record, "EUR"))
                        .toList(),
                hostile.samples(),
                hostile.resolvedTags(),
                Directory.EMPTY,
                hostile.rules());
        BigDecimal bill = data.records().stream().map(BillRecord::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
        MonthLake lake = lake(data).withHours().run(data, List.of());

        assertThat(sum(exported(lake, data.month()), "apportion_cost_hourly"))
                .as("seed %d", seed)
                .isEqualByComparingTo(bill);
        assertThat(told(lake)).as("seed %d", seed).isEqualByComparingTo(bill);
    }

    private static BillRecord inCurrency(BillRecord record, String currency) {
        TreeMap<String, String> columns = new TreeMap<>(record.columns());
        columns.put("BillingCurrency", currency);
        return new BillRecord(
                record.id(),
                columns,
                record.tags(),
                record.billedCost(),
                record.effectiveCost(),
                record.start(),
                record.end());
    }

    /** The sum of all hourly pages. */
    private static BigDecimal told(MonthLake lake) {
        BigDecimal sum = BigDecimal.ZERO;
        try (MetricsFeed feed = lake.feed(MetricsSettings.of(LATER, "1"))) {
            for (HourPage page = feed.next("a"); page.hour().isPresent(); page = feed.next("a")) {
                String text = new String(ExpositionFormat.OPEN_METRICS.render(page.families()), StandardCharsets.UTF_8);
                sum = sum.add(sum(text, "confluent_cloud_chargeback_details{"));
                feed.served("a", page.hour().get());
            }
        }
        return sum;
    }
}
