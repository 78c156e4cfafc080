package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apportion.model.CostBasis;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoursOfMonthPropertyTest {
    private static final Instant FIRST = Instant.parse("2026-10-01T00:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2027-02-01T00:00:00Z"));

    @TempDir
    Path folder;

    /** Credits, tiny amounts, records of seconds and of days, in a random order of lines. */
    private static MonthData month(Random random) {
        List<BillRecord> records = new ArrayList<>();
        List<String> resources = List.of("lkc-1", "lkc-2", "lsrc-1", "lcc-1", "other");
        List<String> lines = List.of("KAFKA_NETWORK_READ", "KAFKA_STORAGE", "SUPPORT");
        for (int id = 1; id <= 60; id++) {
            BigDecimal cost = new BigDecimal(new BigInteger(1 + random.nextInt(70), random), 6 + random.nextInt(13));
            Instant start = FIRST.plusSeconds(random.nextInt(5 * 86_400));
            Instant end = start.plusSeconds(random.nextInt(random.nextBoolean() ? 7_200 : 3 * 86_400));
            records.add(KafkaMonth.record(
                    id,
                    (random.nextInt(5) == 0 ? cost.negate() : cost).toPlainString(),
                    resources.get(random.nextInt(resources.size())),
                    lines.get(random.nextInt(lines.size())),
                    start.toString(),
                    end.toString()));
        }
        return KafkaMonth.data(records);
    }

    @Test
    void theTextOfAllHoursAddedAsDecimalsIsTheBill() {
        long seed = System.nanoTime();
        MonthData data = month(new Random(seed));
        BigDecimal bill = data.records().stream().map(BillRecord::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
        MonthLake lake = new MonthLake(folder, data, ShopMonth.organization(), CostBasis.BILLED).run(data, List.of());
        BigDecimal chargeback = BigDecimal.ZERO;
        BigDecimal billing = BigDecimal.ZERO;
        try (MetricsFeed feed = lake.feed(MetricsSettings.of(CLOCK, "1"))) {
            for (HourPage page = feed.next("a"); page.hour().isPresent(); page = feed.next("a")) {
                String text = new String(ExpositionFormat.OPEN_METRICS.render(page.families()), StandardCharsets.UTF_8);
                chargeback = chargeback.add(sum(text, "confluent_cloud_chargeback_details{"));
                billing = billing.add(sum(text, "confluent_cloud_billing_details{"));
                feed.served("a", page.hour().get());
            }
        }

        assertThat(chargeback).as("seed %d", seed).isEqualByComparingTo(bill);
        assertThat(billing).as("seed %d", seed).isEqualByComparingTo(bill);
    }

    private static BigDecimal sum(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line ->
                        new BigDecimal(line.substring(line.indexOf("} ") + 2).split(" ", -1)[0]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
