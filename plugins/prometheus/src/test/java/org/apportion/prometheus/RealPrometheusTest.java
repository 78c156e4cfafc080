package org.apportion.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPrometheusTest {
    private static final String REQUEST = "confluent_kafka_server_request_bytes";

    @TempDir
    Path folder;

    @TempDir
    Path work;

    @BeforeEach
    void needsPrometheus() {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
    }

    @Test
    void theShippedQueriesGiveTheBytesOfEachHour() throws IOException {
        StringBuilder text = new StringBuilder("# TYPE " + REQUEST + " gauge\n");
        // Two hours, a sample a minute; sa-1 sends 10 bytes a minute, then 20; sa-2 sends 5 in the first half hour
        // only.
        for (int minute = 1; minute <= 120; minute++) {
            text.append(sample("sa-1", minute, minute <= 60 ? "10" : "20"));
        }
        for (int minute = 1; minute <= 30; minute++) {
            text.append(sample("sa-2", minute, "5"));
        }
        Path file = Files.writeString(work.resolve("usage.om"), text + "# EOF\n");
        try (RealPrometheus server = RealPrometheus.start(work, file)) {
            Scene scene = new Scene(folder, server.uri().toString()).with("queries", "confluent-sum");
            Fetched fetched = scene.fetch();
            assertThat(scene.lines("usage/confluent_request_bytes-2026-11-03.csv"))
                    .containsExactly(
                            "2026-11-03T00:00:00Z,lkc-1,sa-1,confluent_request_bytes,600,bytes",
                            "2026-11-03T00:00:00Z,lkc-1,sa-2,confluent_request_bytes,150,bytes",
                            "2026-11-03T01:00:00Z,lkc-1,sa-1,confluent_request_bytes,1200,bytes");
            assertThat(scene.lines("coverage/2026-11-03.csv"))
                    .contains(
                            "2026-11-03T00:00:00Z,confluent_request_bytes,lkc-1,60,60",
                            "2026-11-03T02:00:00Z,confluent_request_bytes,,0,60");
            assertThat(fetched.notes())
                    .contains("confluent_request_bytes: 22 of 24 hours without a value, the first at"
                            + " 2026-11-03T02:00:00Z.");
            scene.with("queries", "confluent").fetch();
            // The average weighs half an hour as a whole one: 300 instead of 150. Its page says when to take which.
            assertThat(scene.lines("usage/confluent_request_bytes-2026-11-03.csv"))
                    .contains(
                            "2026-11-03T00:00:00Z,lkc-1,sa-1,confluent_request_bytes,600,bytes",
                            "2026-11-03T00:00:00Z,lkc-1,sa-2,confluent_request_bytes,300,bytes");
        }
    }

    @Test
    void theShippedQueriesForFlinkGiveTheCfuHoursOfEachStatement() throws IOException {
        StringBuilder text = new StringBuilder("# TYPE confluent_flink_num_cfu gauge\n");
        // One statement uses 4 CFU for the whole hour, another one 6 for ten minutes.
        for (int minute = 1; minute <= 60; minute++) {
            text.append(pool("joins", "4", minute));
        }
        for (int minute = 1; minute <= 10; minute++) {
            text.append(pool("daily", "6", minute));
        }
        Path file = Files.writeString(work.resolve("flink.om"), text + "# EOF\n");
        try (RealPrometheus server = RealPrometheus.start(work, file)) {
            Scene scene = new Scene(folder, server.uri().toString()).with("queries", "confluent-flink");
            scene.fetch();
            assertThat(scene.lines("usage/confluent_flink_cfu-2026-11-03.csv"))
                    .containsExactly(
                            "2026-11-03T00:00:00Z,lfcp-1,daily,confluent_flink_cfu,1,CFU-hours",
                            "2026-11-03T00:00:00Z,lfcp-1,joins,confluent_flink_cfu,4,CFU-hours");
        }
    }

    @Test
    void theShippedQueriesForClusterLinksGiveTheBytesOfEachLink() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String side : new String[] {"destination", "source"}) {
            String metric = "confluent_kafka_server_cluster_link_" + side + "_response_bytes";
            text.append("# TYPE ").append(metric).append(" gauge\n");
            for (int minute = 1; minute <= 30; minute++) {
                text.append(metric).append("{kafka_id=\"lkc-1\",link_name=\"mirror\"} ");
                text.append(side.equals("source") ? 10 : 20).append(' ');
                text.append(Scene.START + minute * 60L).append('\n');
            }
        }
        Path file = Files.writeString(work.resolve("links.om"), text + "# EOF\n");
        try (RealPrometheus server = RealPrometheus.start(work, file)) {
            Scene scene = new Scene(folder, server.uri().toString()).with("queries", "confluent-links");
            scene.fetch();
            String metric = "confluent_cluster_link_source_response_bytes";
            assertThat(scene.lines("usage/" + metric + "-2026-11-03.csv"))
                    .containsExactly("2026-11-03T00:00:00Z,lkc-1,mirror," + metric + ",300,bytes");
            metric = "confluent_cluster_link_destination_response_bytes";
            assertThat(scene.lines("usage/" + metric + "-2026-11-03.csv"))
                    .containsExactly("2026-11-03T00:00:00Z,lkc-1,mirror," + metric + ",600,bytes");
        }
    }

    @Test
    void aProductsUsageIsWhatThePrometheusSaysOfTheInstant() throws IOException {
        StringBuilder text = new StringBuilder("# TYPE app_seats gauge\n");
        for (int minute = 0; minute <= 10; minute++) {
            text.append("app_seats{pod=\"a\",tier=\"gold\"} ").append(minute).append(" ");
            text.append(Scene.START + minute * 60L).append('\n');
        }
        for (int minute = 0; minute <= 10; minute++) {
            text.append("app_seats{pod=\"b\",tier=\"tin\"} 2.5 ").append(Scene.START + minute * 60L);
            text.append('\n');
        }
        Path file = Files.writeString(work.resolve("seats.om"), text + "# EOF\n");
        try (RealPrometheus server = RealPrometheus.start(work, file)) {
            MovableClock clock = MovableClock.at("2026-11-03T00:07:30Z");
            ProductUsage usage = new PrometheusUsageProvider()
                    .open(Map.of("url", server.uri().toString(), "queries", """
                                    - {metric: seats, query: sum(app_seats)}
                                    - {metric: tiers, query: app_seats, dimension: tier}
                                    - {metric: share, query: app_seats / 0 * 0, series: sum}
                                    - {metric: pods, query: app_seats}
                                    - {metric: gone, query: no_such_metric}
                                    - {metric: count, query: scalar(count(app_seats))}
                                    - {metric: wrong, query: sum(}
                                    """), Map.of(), clock);

            UsageReading reading = usage.read();

            // The samples of minute 7: 7 and 2.5.
            assertThat(reading.metrics())
                    .isEqualTo(Map.of("seats", new BigDecimal("9.5"), "count", new BigDecimal("2")));
            assertThat(reading.dimensions())
                    .isEqualTo(Map.of("tiers", Map.of("gold", new BigDecimal("7"), "tin", new BigDecimal("2.5"))));
            assertThat(usage.complaints().stream().map(each -> each.replaceAll("^The metric (\\w+):.*", "$1")))
                    .containsExactly("share", "pods", "gone", "wrong");
            // Five minutes after the last sample nothing is there any more.
            clock.advance(Duration.ofMinutes(8));
            assertThatThrownBy(usage::read).hasMessageStartingWith("PROMETHEUS_NO_USAGE");
        }
    }

    private static String pool(String statement, String value, int minute) {
        return "confluent_flink_num_cfu{compute_pool_id=\"lfcp-1\",flink_statement_name=\"" + statement + "\"} " + value
                + " " + (Scene.START + minute * 60L) + "\n";
    }

    private static String sample(String principal, int minute, String value) {
        return REQUEST + "{kafka_id=\"lkc-1\",principal_id=\"" + principal + "\"} " + value + " "
                + (Scene.START + minute * 60L) + "\n";
    }
}
