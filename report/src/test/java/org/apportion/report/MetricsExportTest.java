package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.model.CostBasis;
import org.apportion.report.MetricsExport.Query;
import org.apportion.report.MetricsExport.Step;
import org.apportion.report.MetricsExport.Written;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsExportTest {
    private static final long OCTOBER = LocalDate.parse("2026-10-01").toEpochDay() * 86_400;

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private static Query month(Step step, String... by) {
        return new Query(
                Optional.of(KafkaMonth.MONTH), Optional.empty(), Optional.empty(), List.of(by), List.of(), step);
    }

    private MonthLake run() {
        MonthData data = KafkaMonth.data();
        return new MonthLake(folder, data, ShopMonth.organization(), CostBasis.BILLED).run(data, List.of());
    }

    private static String text(MonthLake lake, Query query) {
        StringBuilder text = new StringBuilder();
        try (Reports reports = lake.open()) {
            reports.exportMetrics(query, text);
        }
        return text.toString();
    }

    private static List<String> samples(String text) {
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static BigDecimal sum(String text) {
        return samples(text).stream()
                .map(line -> new BigDecimal(line.split(" ", -1)[1]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void aDayIsOneSampleAtItsBeginning() {
        assertThat(text(run(), month(Step.DAY, "service")))
                .isEqualTo("# TYPE apportion_cost_daily gauge\n"
                        + "# HELP apportion_cost_daily Charges that arose in the UTC day that begins at the time of the sample.\n"
                        + "apportion_cost_daily{billing_month=\"2026-10\",currency=\"USD\",service=\"KAFKA\"} 24 "
                        + OCTOBER
                        + "\n"
                        + "apportion_cost_daily{billing_month=\"2026-10\",currency=\"USD\",service=\"KAFKA\"} 3.1 "
                        + (OCTOBER + 86_400) + "\n"
                        + "# EOF\n");
    }

    @Test
    void hoursOfADayAreThoseThatItsRecordsCover() {
        List<String> samples = samples(text(run(), month(Step.HOUR, "line-type")));
        // 24 USD in 24 hours; 0.1 USD in 24 hours; 3 USD from 22:30 to 24:00 are 1 and 2.
        assertThat(samples).hasSize(24 + 24 + 2);
        String storage =
                "apportion_cost_hourly{billing_month=\"2026-10\",currency=\"USD\",line_type=\"KAFKA_STORAGE\"} ";
        assertThat(samples)
                .contains(
                        "apportion_cost_hourly{billing_month=\"2026-10\",currency=\"USD\",line_type=\"KAFKA_NETWORK_READ\"}"
                                + " 1 " + OCTOBER,
                        storage + "1 " + (OCTOBER + 46 * 3600),
                        storage + "2 " + (OCTOBER + 47 * 3600));
    }

    @Test
    void theTextAddsUpToTheBillAndIsTheSameAgain() {
        MonthLake lake = run();
        String text = text(lake, month(Step.HOUR, "unit", "consumer", "line-type"));
        assertThat(sum(text)).isEqualByComparingTo("27.1");
        assertThat(text(lake, month(Step.HOUR, "unit", "consumer", "line-type")))
                .isEqualTo(text);
    }

    @Test
    void seriesAreTogetherAndTheirTimesRise() {
        String before = "";
        long time = 0;
        for (String line : samples(text(run(), month(Step.HOUR, "unit", "consumer")))) {
            String series = line.substring(0, line.indexOf('}'));
            long at = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
            assertThat(series.equals(before) ? at > time : series.compareTo(before) > 0)
                    .as(line)
                    .isTrue();
            before = series;
            time = at;
        }
    }

    @Test
    void aWindowHasItsDaysOnly() {
        MonthLake lake = run();
        LocalDate second = LocalDate.parse("2026-10-02");
        Query query = new Query(
                Optional.empty(),
                Optional.of(second),
                Optional.of(second.plusDays(1)),
                List.of(),
                List.of(new Filter("line-type", "KAFKA_STORAGE")),
                Step.DAY);
        StringBuilder text = new StringBuilder();
        try (Reports reports = lake.open()) {
            Written written = reports.exportMetrics(query, text);
            assertThat(written.series()).isEqualTo(1);
            assertThat(written.samples()).isEqualTo(1);
            assertThat(written.sums()).isEqualTo(Map.of("USD", new BigDecimal("3.000000000000000000")));
        }
        assertThat(samples(text.toString())).hasSize(1);
    }

    @Test
    void aTimeIsNoLabel() {
        MonthLake lake = run();
        assertThatThrownBy(() -> text(lake, month(Step.DAY, "day")))
                .hasMessageStartingWith("REPORT_QUESTION_UNREADABLE day: a time is that of the sample and no label.");
        assertThatThrownBy(() -> text(lake, month(Step.DAY, "tag:a-b", "tag:a_b")))
                .hasMessageContaining("another label is called tag_a_b too");
    }

    @Test
    void prometheusAddsUpToTheBillAlsoWhenItIsLoadedTwice() throws IOException {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        Path file = Files.writeString(
                work.resolve("october.om"), text(run(), month(Step.HOUR, "unit", "consumer", "line-type")));
        try (RealPrometheus server = RealPrometheus.start(work, file, file)) {
            String answer = server.query(
                    "sum(sum_over_time(apportion_cost_hourly{billing_month=\"2026-10\"}[31d]))",
                    OCTOBER + 31 * 86_400 - 1);
            Matcher number = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"").matcher(answer);
            assertThat(number.find()).as(answer).isTrue();
            BigDecimal bill = new BigDecimal("27.1");
            assertThat(new BigDecimal(number.group(1)).subtract(bill).abs()).isLessThanOrEqualTo(bill.movePointLeft(9));
        }
    }
}
