package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading from lkc-1 follows usage; of lkc-9 nobody measured any; promotions have no rule. */
class ApproximateShareTest {
    @TempDir
    Path folder;

    private MonthLake lake(String... records) {
        List<BillRecord> bill = new ArrayList<>();
        for (String record : records) {
            String[] words = record.split(" ");
            bill.add(KafkaMonth.record(
                    bill.size() + 1L, words[0], words[1], words[2], "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"));
        }
        MonthData data = KafkaMonth.data(bill);
        return new MonthLake(folder, data, ShopMonth.organization(), CostBasis.BILLED).run(data, List.of());
    }

    private static List<String> told(MonthLake lake, String name) {
        try (MetricsFeed feed = lake.feed(MetricsSettings.of(InstantSource.system(), "1"))) {
            return feed.totals().stream()
                    .filter(family -> family.name().equals(name))
                    .flatMap(family -> family.samples().stream())
                    .map(sample -> sample.values() + "="
                            + sample.number().stripTrailingZeros().toPlainString())
                    .toList();
        }
    }

    private static List<String> notes(MonthLake lake) {
        try (Reports reports = lake.open()) {
            return reports.summary(KafkaMonth.MONTH).notes();
        }
    }

    @Test
    void aCreditDoesNotMakeTheShareMoreThanTheWhole() {
        // 20 of 20 + 24 + 28, where the bill is 16.
        MonthLake lake = lake("20 lkc-9 KAFKA_NETWORK_READ", "24 lkc-1 KAFKA_NETWORK_READ", "-28 lkc-1 PROMO_CREDIT");

        assertThat(told(lake, "apportion_approximate_ratio")).containsExactly("[USD, confluent]=0.277777778");
        assertThat(told(lake, "apportion_approximate_cost")).containsExactly("[USD, confluent]=20");
        assertThat(notes(lake)).anyMatch(note -> note.startsWith("Approximate for want of usage: 20.00 USD (27.8 %);"));
    }

    @Test
    void whereCreditsOutweighTheShareIsNotNegative() {
        MonthLake lake = lake("20 lkc-9 KAFKA_NETWORK_READ", "-28 lkc-1 PROMO_CREDIT");

        assertThat(told(lake, "apportion_approximate_ratio")).containsExactly("[USD, confluent]=0.416666667");
    }

    @Test
    void anApproximateRefundIsAShareToo() {
        MonthLake lake = lake("-20 lkc-9 KAFKA_NETWORK_READ", "60 lkc-1 KAFKA_NETWORK_READ");

        assertThat(told(lake, "apportion_approximate_ratio")).containsExactly("[USD, confluent]=0.25");
        assertThat(notes(lake))
                .anyMatch(note -> note.startsWith("Approximate for want of usage: -20.00 USD (25.0 %);"));
    }
}
