package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.cursor.ToldDay;
import org.apportion.ledger.cursor.ToldHours;
import org.apportion.model.CostBasis;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers were told of two days, 24 USD each, and what the bill says of them later. */
class ChangedHoursTest {
    private static final MetricsSettings SETTINGS =
            MetricsSettings.of(InstantSource.fixed(Instant.parse("2026-11-20T00:00:00Z")), "1");

    @TempDir
    Path folder;

    private static MonthData bill(String first, String second) {
        return KafkaMonth.data(List.of(
                KafkaMonth.record(1, first, "lkc-1", "SUPPORT", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"),
                KafkaMonth.record(2, second, "lkc-1", "SUPPORT", "2026-10-02T00:00:00Z", "2026-10-03T00:00:00Z")));
    }

    private MonthLake lake(MonthData data) {
        return new MonthLake(folder, data, ShopMonth.organization(), CostBasis.BILLED).run(data, List.of());
    }

    private static void read(MetricsFeed feed, String reader, int hours) {
        for (int i = 0; i < hours; i++) {
            feed.served(reader, feed.next(reader).hour().orElseThrow());
        }
    }

    private static List<String> changed(MetricsFeed feed) {
        MetricFamily family = feed.totals().get(feed.totals().size() - 1);
        assertThat(family.name()).isEqualTo("apportion_hours_changed_since_told");
        return family.samples().stream()
                .map(sample -> sample.values() + "=" + sample.number())
                .toList();
    }

    @Test
    void nobodyWasToldAnythingThenNothingIsSaid() {
        try (MetricsFeed feed = lake(bill("24", "24")).feed(SETTINGS)) {
            assertThat(changed(feed)).isEmpty();
        }
    }

    @Test
    void hoursOfADayThatIsChargedAnewAreCountedForThoseWhoHaveThem() {
        MonthLake lake = lake(bill("24", "24"));
        try (MetricsFeed feed = lake.feed(SETTINGS)) {
            read(feed, "far", 30);
            read(feed, "near", 5);
            assertThat(changed(feed)).containsExactly("[far]=0", "[near]=0");

            lake.run(bill("24", "25"), List.of());
            assertThat(changed(feed)).as("six hours of the second day").containsExactly("[far]=6", "[near]=0");

            lake.run(bill("30", "24"), List.of());
            assertThat(changed(feed)).as("the second day is as it was").containsExactly("[far]=24", "[near]=5");
        }
    }

    @Test
    void aDayThatIsGoneHasChanged() {
        MonthLake lake = lake(bill("24", "24"));
        try (MetricsFeed feed = lake.feed(SETTINGS)) {
            read(feed, "far", 30);
            lake.run(bill("24", "0"), List.of());

            assertThat(changed(feed)).containsExactly("[far]=6");
        }
    }

    @Test
    void whoIsSetBackAndReadsThemAgainHasThemAsTheyAre() {
        MonthLake lake = lake(bill("24", "24"));
        try (MetricsFeed feed = lake.feed(SETTINGS)) {
            read(feed, "far", 30);
            lake.run(bill("24", "25"), List.of());
            Instant before = Instant.parse("2026-10-01T23:00:00Z");
            feed.served("far", feed.after("far", before).hour().orElseThrow());
            assertThat(changed(feed)).containsExactly("[far]=5");

            read(feed, "far", 5);
            assertThat(changed(feed)).containsExactly("[far]=0");
        }
    }

    @Test
    void anotherRunOfTheSameBillChangesNothing() {
        MonthLake lake = lake(bill("24", "24"));
        try (MetricsFeed feed = lake.feed(SETTINGS)) {
            read(feed, "far", 30);
            lake.run(bill("24", "24"), List.of());

            assertThat(changed(feed)).containsExactly("[far]=0");
        }
    }

    @Test
    void anHourThatWasOfferedAndMayHaveArrivedKeepsWhatItWasThen() {
        MonthLake lake = lake(bill("24", "24"));
        try (MetricsFeed feed = lake.feed(SETTINGS)) {
            // The answer is not counted as served, but the reader has it.
            feed.next("far");
            lake.run(bill("25", "24"), List.of());
            read(feed, "far", 1);

            assertThat(changed(feed)).containsExactly("[far]=1");
            feed.after("far", Instant.parse("2026-09-30T23:00:00Z"));
            assertThat(changed(feed))
                    .as("who says that it has none gets it anew")
                    .containsExactly("[far]=0");
        }
    }

    @Test
    void of400ToldDaysOnlyTheNewestAreKeptAndCompared() {
        MonthLake lake = lake(bill("24", "24"));
        try (Ledger ledger = Ledger.open(LedgerSettings.file(folder.resolve("ledger.db")))) {
            ledger.useTransaction(transaction -> {
                Instant end = Instant.parse("2026-11-20T00:00:00Z");
                for (int day = 1; day <= 400; day++) {
                    new ToldHours(transaction, "hourly").record("far", end.minus(Duration.ofDays(day)), "1-1|0-0");
                }
            });
            try (MetricsFeed feed = lake.feed(SETTINGS)) {
                feed.served("far", feed.next("far").hour().orElseThrow());

                assertThat(changed(feed))
                        .as("62 days, of which the first of October is told anew")
                        .containsExactly("[far]=61");
                List<ToldDay> kept = ledger.read(
                        transaction -> new ToldHours(transaction, "hourly").of(Instant.EPOCH, Instant.EPOCH));
                assertThat(kept).hasSize(62);
            }
        }
    }
}
