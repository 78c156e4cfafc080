package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.model.CostBasis;
import org.apportion.report.MetricsSettings.Hourly;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFeedTest {
    private static final InstantSource NOVEMBER = InstantSource.fixed(Instant.parse("2026-11-20T00:00:00Z"));

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static MonthLake shop;

    @SuppressWarnings("NullAway.Init")
    private static MonthLake kafka;

    private static int readers;

    /** Each test reads as somebody else, so that none moves another's clock. */
    private final String reader = "reader-" + ++readers;

    @BeforeAll
    static void runTheMonths() {
        shop = lake("shop", ShopMonth.data()).run(ShopMonth.data(), List.of());
        kafka = lake("kafka", KafkaMonth.data()).run(KafkaMonth.data(), List.of());
    }

    private static MonthLake lake(String name, MonthData data) {
        return new MonthLake(folder.resolve(name), data, ShopMonth.organization(), CostBasis.BILLED);
    }

    private static MetricsSettings settings(int series, Hourly hourly) {
        return new MetricsSettings(series, hourly, NOVEMBER, "1.2.3");
    }

    private static MetricFamily family(List<MetricFamily> families, String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(List<MetricFamily> families, String name) {
        return family(families, name).samples().stream()
                .map(sample -> String.join("|", sample.values()) + "="
                        + sample.number().stripTrailingZeros().toPlainString())
                .toList();
    }

    private static List<String> page(HourPage page) {
        return new String(ExpositionFormat.CLASSIC.render(page.families()), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static BigDecimal sum(MetricFamily family) {
        return family.samples().stream().map(MetricSample::number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void totalsTellWhoPaysForWhat() {
        try (MetricsFeed feed = shop.feed(settings(100, Hourly.ALL))) {
            assertThat(lines(feed.totals(), "apportion_cost_month_to_date"))
                    .containsExactly(
                            "EUR|(unallocated)|principal:b||Kubernetes|usage=2.5",
                            "EUR|(unallocated)|resource:cluster||Kubernetes|usage=5",
                            "EUR|(unallocated)|resource:disk||Disks|=1",
                            "EUR|team-a|principal:a||Kubernetes|usage=7.5",
                            "USD|team-x|tag:team=x||Machines|usage=4");
            assertThat(lines(feed.totals(), "apportion_billed_minus_charged"))
                    .containsExactly("bill|EUR=0", "bill|USD=0");
            assertThat(lines(feed.totals(), "apportion_cost_last_day"))
                    .containsExactly("EUR|(unallocated)|resource:disk||Disks|=1");
            assertThat(lines(feed.totals(), "apportion_unit_info")).contains("team-a|Team A|team|shop|Shop|=1");
            assertThat(feed.totals()).as("no second reading without a new run").isSameAs(feed.totals());
        }
    }

    @Test
    void aRowOfTheWholeMonthDoesNotSayThatTheDataReachesItsEnd() {
        try (MetricsFeed feed = shop.feed(settings(100, Hourly.ALL))) {
            // The disk of 3 October is the newest: it ends on the 4th.
            assertThat(lines(feed.totals(), "apportion_data_end_timestamp_seconds"))
                    .containsExactly(
                            "bill=" + Instant.parse("2026-10-04T00:00:00Z").getEpochSecond());
        }
        MonthData month = ShopMonth.withSupportOfTheMonth();
        try (MetricsFeed feed = lake("support", month).run(month, List.of()).feed(settings(100, Hourly.ALL))) {
            assertThat(lines(feed.totals(), "apportion_data_end_timestamp_seconds"))
                    .containsExactly(
                            "bill=" + Instant.parse("2026-10-04T00:00:00Z").getEpochSecond());
        }
    }

    @Test
    void whatIsCutStaysInTheSum() {
        try (MetricsFeed feed = shop.feed(settings(1, Hourly.ALL))) {
            // 16 EUR: 7.50 stays, 5 + 2.50 + 1 are added up; one series is all there is of USD.
            assertThat(lines(feed.totals(), "apportion_cost_month_to_date"))
                    .containsExactly(
                            "EUR|team-a|principal:a||Kubernetes|usage=7.5",
                            "EUR|other|other|other|other|other=8.5",
                            "USD|team-x|tag:team=x||Machines|usage=4");
        }
    }

    @Test
    void aNewRunIsToldAtTheNextScrape() {
        MonthLake lake = lake("again", ShopMonth.data()).run(ShopMonth.data(), List.of());
        try (MetricsFeed feed = lake.feed(settings(100, Hourly.ALL))) {
            List<MetricFamily> before = feed.totals();
            lake.run(ShopMonth.data(), List.of());

            assertThat(feed.totals()).isNotSameAs(before);
            assertThat(sum(family(feed.totals(), "apportion_cost_month_to_date")))
                    .isEqualByComparingTo("20");
        }
    }

    @Test
    void withoutARunThereIsOnlyHealth() {
        MonthLake lake = lake("empty", ShopMonth.data());
        try (MetricsFeed feed = lake.feed(settings(100, Hourly.ALL))) {
            assertThat(feed.isReady()).isTrue();
            assertThat(feed.totals())
                    .extracting(MetricFamily::name)
                    .containsExactly(
                            "apportion_build_info",
                            "apportion_runs_failed",
                            "apportion_month_outdated",
                            "apportion_fetch_last_success_timestamp_seconds",
                            "apportion_fetch_last_success_duration_seconds",
                            "apportion_fetch_found",
                            "apportion_fetch_brought",
                            "apportion_fetch_failing",
                            "apportion_hours_provisional_since_told",
                            "apportion_hours_changed_since_told");
            assertThat(page(feed.next(reader))).isEmpty();
        }
    }

    @Test
    void anHourHasTheNamesLabelsAndTimeOfTheHelper() {
        try (MetricsFeed feed = kafka.feed(settings(100, Hourly.ALL))) {
            // 2026-10-01T00:00Z is 1,790,812,800 s.
            assertThat(page(feed.next(reader)))
                    .containsExactly(
                            "confluent_cloud_chargeback_details{principal=\"sa-1\",product_type=\"KAFKA_NETWORK_READ\","
                                    + "env_id=\"env-1\",cost_type=\"SharedCost\"} 0 1790812800000",
                            "confluent_cloud_chargeback_details{principal=\"sa-1\",product_type=\"KAFKA_NETWORK_READ\","
                                    + "env_id=\"env-1\",cost_type=\"UsageCost\"} 1 1790812800000",
                            "confluent_cloud_billing_details{env_id=\"env-1\",kafka_cluster_id=\"lkc-1\","
                                    + "kafka_cluster_unknown_reason=\"\",resource_id=\"lkc-1\",product_name=\"KAFKA\","
                                    + "product_line_type=\"KAFKA_NETWORK_READ\"} 1 1790812800000",
                            "confluent_cloud_environment{env_id=\"env-1\",display_name=\"Production\"} 1 1790812800000",
                            "confluent_cloud_kafka_cluster{cluster_id=\"lkc-1\",env_id=\"env-1\",display_name=\"\"}"
                                    + " 1 1790812800000",
                            "confluent_cloud_sa{sa_id=\"sa-1\",display_name=\"\"} 1 1790812800000",
                            "confluent_cloud_user{sa_id=\"u-7\",display_name=\"\"} 1 1790812800000",
                            "confluent_cloud_api_key{api_key=\"\",owner_id=\"sa-1\",resource_id=\"lkc-1\"}"
                                    + " 1 1790812800000",
                            "confluent_cloud_api_key{api_key=\"\",owner_id=\"sa-2\",resource_id=\"lkc-1\"}"
                                    + " 1 1790812800000",
                            "confluent_cloud_custom_scrape_status{object_type=\"billing_chargeback\"} 1 1790812800000",
                            "confluent_cloud_custom_scrape_status{object_type=\"ccloud_objects\"} 1 1790812800000");
        }
    }

    @Test
    void peopleAndClustersAreCalledAsTheInventorySays() throws IOException {
        Path names = Files.writeString(
                folder.resolve("names.csv"),
                "id,name,kind\nsa-1,\"orders, \"\"new\"\"\",service-account\nlkc-1,main,kafka-cluster\n");
        Hourly named = new Hourly(
                Optional.empty(),
                Duration.ZERO,
                List.of(),
                Optional.empty(),
                false,
                List.of(names, folder.resolve("none.csv")));
        try (MetricsFeed feed = kafka.feed(settings(100, named))) {
            HourPage page = feed.next(reader);

            assertThat(lines(page.families(), "confluent_cloud_sa")).containsExactly("sa-1|orders, \"new\"=1");
            assertThat(lines(page.families(), "confluent_cloud_kafka_cluster")).containsExactly("lkc-1|env-1|main=1");
            assertThat(lines(page.families(), "confluent_cloud_environment")).containsExactly("env-1|Production=1");
        }
    }

    @Test
    void aDayIsCutIntoTheHoursThatItsRecordsCover() {
        try (MetricsFeed feed = kafka.feed(settings(100, Hourly.ALL))) {
            // 1.5 of the 3 USD each; 22:30 to 23:00 is a third of it.
            assertThat(storage(feed.at(Instant.parse("2026-10-02T21:00:00Z")))).isEmpty();
            assertThat(storage(feed.at(Instant.parse("2026-10-02T22:00:00Z")))).containsExactly("sa-1 0.5", "sa-2 0.5");
            assertThat(storage(feed.at(Instant.parse("2026-10-02T23:00:00Z")))).containsExactly("sa-1 1", "sa-2 1");
        }
    }

    private static List<String> storage(HourPage page) {
        return family(page.families(), "confluent_cloud_chargeback_details").samples().stream()
                .filter(sample -> sample.values().get(1).equals("KAFKA_STORAGE")
                        && sample.number().signum() != 0)
                .map(sample -> sample.values().get(0) + " "
                        + sample.number().stripTrailingZeros().toPlainString())
                .toList();
    }

    @Test
    void allHoursTogetherAreTheBill() {
        try (MetricsFeed feed = kafka.feed(settings(100, Hourly.ALL))) {
            BigDecimal chargeback = BigDecimal.ZERO;
            BigDecimal billing = BigDecimal.ZERO;
            List<Instant> told = new ArrayList<>();
            HourPage page = feed.next(reader);
            while (page.hour().isPresent()) {
                told.add(page.hour().get());
                for (String line : page(page)) {
                    BigDecimal number = new BigDecimal(
                            line.substring(line.indexOf("} ") + 2).split(" ", -1)[0]);
                    if (line.startsWith("confluent_cloud_chargeback_details")) {
                        chargeback = chargeback.add(number);
                    } else if (line.startsWith("confluent_cloud_billing_details")) {
                        billing = billing.add(number);
                    }
                }
                feed.served(reader, page.hour().get());
                page = feed.next(reader);
            }

            assertThat(told).hasSize(48).isSorted();
            assertThat(chargeback).isEqualByComparingTo("27.1");
            assertThat(billing).isEqualByComparingTo("27.1");
            assertThat(page(page)).as("nothing is left to tell").isEmpty();
        }
    }

    @Test
    void anHourWhoseAnswerWasLostComesAgainAlsoAfterARestart() {
        MonthLake lake = kafka;
        HourPage lost;
        try (MetricsFeed feed = lake.feed(settings(100, Hourly.ALL))) {
            feed.served(reader, feed.next(reader).hour().orElseThrow());
            lost = feed.next(reader);
        }
        try (MetricsFeed feed = lake.feed(settings(100, Hourly.ALL))) {
            HourPage again = feed.next(reader);

            assertThat(lost.hour()).contains(Instant.parse("2026-10-01T01:00:00Z"));
            assertThat(page(again)).isEqualTo(page(lost));
            feed.served(reader, again.hour().orElseThrow());
            assertThat(feed.next(reader).hour()).contains(Instant.parse("2026-10-01T02:00:00Z"));
        }
    }

    @Test
    void readersDoNotMoveEachOther() {
        try (MetricsFeed feed = kafka.feed(settings(100, Hourly.ALL))) {
            feed.served(reader, feed.next(reader).hour().orElseThrow());
            feed.served(reader, feed.next(reader).hour().orElseThrow());

            assertThat(feed.next(reader + "-other").hour()).contains(Instant.parse("2026-10-01T00:00:00Z"));
            assertThat(feed.position(reader)).contains(Instant.parse("2026-10-01T01:00:00Z"));
        }
    }

    @Test
    void lookingMovesNothing() {
        try (MetricsFeed feed = kafka.feed(settings(100, Hourly.ALL))) {
            feed.served(reader, feed.next(reader).hour().orElseThrow());

            assertThat(page(feed.last(reader))).isNotEmpty().isEqualTo(page(feed.last(reader)));
            assertThat(feed.position(reader)).contains(Instant.parse("2026-10-01T00:00:00Z"));
            assertThat(page(feed.at(Instant.parse("2025-01-01T00:00:00Z")))).isEmpty();
        }
    }

    @Test
    void youngDaysAreHeldBackAndOldOnesPassedOver() {
        MonthLake lake = kafka;
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-10-08T23:59:00Z"));
        Hourly fromSecond =
                new Hourly(Optional.of(LocalDate.of(2026, 10, 2)), Duration.ofHours(72), List.of(), Optional.empty());
        try (MetricsFeed young = lake.feed(new MetricsSettings(100, Hourly.ALL, clock, "1"));
                MetricsFeed late = lake.feed(settings(100, fromSecond))) {
            // 2 October ended on the 3rd at 0:00; 144 hours later is the 9th.
            assertThat(young.at(Instant.parse("2026-10-01T23:00:00Z")).hour()).isPresent();
            assertThat(young.at(Instant.parse("2026-10-02T00:00:00Z")).hour()).isEmpty();
            assertThat(late.next(reader).hour()).contains(Instant.parse("2026-10-02T00:00:00Z"));
        }
    }

    @Test
    void aDayThatWasReadTooEarlyIsHeldBackThoughItIsOldNow() {
        // The run was on 2 November at 6:00; 2 October ended 30 days and 6 hours before.
        Hourly month = new Hourly(Optional.empty(), Duration.ofDays(31), List.of(), Optional.empty());
        InstantSource later = InstantSource.fixed(Instant.parse("2026-12-01T00:00:00Z"));
        try (MetricsFeed feed = kafka.feed(new MetricsSettings(100, month, later, "1"))) {
            assertThat(feed.at(Instant.parse("2026-10-01T23:00:00Z")).hour()).isPresent();
            assertThat(feed.at(Instant.parse("2026-10-02T00:00:00Z")).hour()).isEmpty();
        }
    }

    @Test
    void aDayWhoseBillWasNotFetchedSinceIsHeldBack() {
        MonthLake lake = lake("failing", KafkaMonth.data()).run(KafkaMonth.data(), List.of());
        // The run was on 2 November; 2 October ended on the 3rd, and 144 hours later is the 9th.
        lake.fetched("confluent", Instant.parse("2026-10-08T23:59:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
        lake.fetched("left", Instant.parse("2026-09-01T00:00:00Z"), Instant.parse("2026-10-01T00:00:00Z"));
        InstantSource now = InstantSource.fixed(Instant.parse("2026-11-03T00:00:00Z"));
        try (MetricsFeed feed = lake.feed(new MetricsSettings(100, Hourly.ALL, now, "1"))) {
            assertThat(feed.at(Instant.parse("2026-10-01T23:00:00Z")).hour()).isPresent();
            assertThat(feed.at(Instant.parse("2026-10-02T00:00:00Z")).hour()).isEmpty();
        }
    }

    @Test
    void aMissingDayIsWaitedForAndPassedOverAMonthLater() {
        MonthData data = KafkaMonth.data(List.of(
                KafkaMonth.record(1, "24", "lkc-1", "SUPPORT", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"),
                KafkaMonth.record(2, "24", "lkc-1", "SUPPORT", "2026-10-03T00:00:00Z", "2026-10-04T00:00:00Z")));
        MonthLake lake = lake("gap", data).run(data, List.of());
        Instant third = Instant.parse("2026-10-03T00:00:00Z");
        // 2 October ended on the 3rd; six days and thirty later is 8 November.
        InstantSource soon = InstantSource.fixed(Instant.parse("2026-11-07T23:00:00Z"));
        InstantSource late = InstantSource.fixed(Instant.parse("2026-11-08T00:00:00Z"));
        try (MetricsFeed before = lake.feed(new MetricsSettings(100, Hourly.ALL, soon, "1"));
                MetricsFeed after = lake.feed(new MetricsSettings(100, Hourly.ALL, late, "1"))) {
            assertThat(before.at(third).hour()).isEmpty();
            assertThat(after.at(third).hour()).isPresent();
        }
    }

    @Test
    void aReaderThatSaysWhatItHasLosesNothing() {
        try (MetricsFeed feed = kafka.feed(settings(100, Hourly.ALL))) {
            Instant first = feed.next(reader).hour().orElseThrow();
            feed.served(reader, first);

            assertThat(feed.after(reader, first).hour()).contains(first.plusSeconds(3600));
            feed.served(reader, first.plusSeconds(3600));
            assertThat(feed.after(reader, first).hour()).as("it did not arrive").contains(first.plusSeconds(3600));
            assertThat(feed.position(reader)).contains(first.plusSeconds(3600));
        }
    }

    @Test
    void aMonthWhoseBillChangedSinceItsRunIsTold() {
        try (MetricsFeed feed = kafka.feed(settings(100, Hourly.ALL))) {
            assertThat(lines(feed.totals(), "apportion_month_outdated")).containsExactly("2026-10=0");
        }
    }

    @Test
    void severalCurrenciesAreNeverMixedInAnHour() {
        MonthLake lake = shop;
        Hourly euro = new Hourly(Optional.empty(), Duration.ZERO, List.of(), Optional.of("EUR"));
        try (MetricsFeed mixed = lake.feed(settings(100, Hourly.ALL));
                MetricsFeed chosen = lake.feed(settings(100, euro))) {
            assertThatThrownBy(() -> mixed.next(reader))
                    .isInstanceOf(ApportionException.class)
                    .hasMessageContaining("EUR, USD");
            assertThat(chosen.next(reader).hour()).isPresent();
        }
    }
}
