package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The usage of one organization, from the Metrics API's answers and from a Prometheus that scraped the same minutes. The Metrics API
 * exports the difference of each minute, with the time at which the minute ends; asked for hours, it tells their sum.
 */
class TwoUsageSourcesTest {
    private static final int MINUTES = 60;

    @TempDir
    Path byMetricsApi;

    @TempDir
    Path byPrometheus;

    @TempDir
    Path work;

    @Test
    void bytesScrapedByAPrometheusGiveTheSameUsageAndChargesAsTheMetricsApi() throws IOException {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        Path config = ConfluentExample.copyTo(byMetricsApi);
        run(config);
        Path scraped = Files.writeString(work.resolve("scraped.om"), minutes(byMetricsApi.resolve("replay")));
        try (RealPrometheus server = RealPrometheus.start(work, scraped)) {
            Path other = ConfluentExample.copyTo(byPrometheus);
            // A minute differs from the next, and principals come and go: their sum is exact.
            askPrometheus(other, server, "confluent-sum");
            run(other);
            assertThat(usage(byPrometheus.resolve("data/fetched/bytes/usage"), 9))
                    .hasSize(426)
                    .isEqualTo(usage(byMetricsApi.resolve("data/fetched/confluent/usage"), 9));
            assertThat(byPrometheus.resolve("out/2026-10/charges.csv"))
                    .hasSameTextualContentAs(byMetricsApi.resolve("out/2026-10/charges.csv"));
        }
    }

    @Test
    void theAverageTimesSixtyIsTheSameWithinFloatingPoint() throws IOException {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        Path config = ConfluentExample.copyTo(byMetricsApi);
        run(config);
        Path scraped = Files.writeString(work.resolve("scraped.om"), minutes(byMetricsApi.resolve("replay")));
        try (RealPrometheus server = RealPrometheus.start(work, scraped)) {
            Path other = ConfluentExample.copyTo(byPrometheus);
            askPrometheus(other, server, "confluent");
            run(other);
            assertThat(usage(byPrometheus.resolve("data/fetched/bytes/usage"), 6))
                    .isEqualTo(usage(byMetricsApi.resolve("data/fetched/confluent/usage"), 6));
            assertThat(byUnit(other)).isEqualTo(byUnit(config));
        }
    }

    private static void run(Path config) {
        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-q", "-c", config.toString());
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static String byUnit(Path config) {
        return Cli.run("report", "--month", "2026-10", "--by", "unit,consumer", "-o", "csv", "-c", config.toString())
                .out();
    }

    private static void askPrometheus(Path config, RealPrometheus server, String queries) throws IOException {
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("metrics: cloud", "metrics: none")
                        .replace("\nsources:\n", """

                                  - id: bytes
                                    plugin: prometheus
                                    settings: {url: "%s", queries: %s}
                                sources:
                                  - {id: bytes, kind: usage, path: "fetched:bytes/usage/*.csv", slicing: file}
                                """.formatted(server.uri(), queries)));
    }

    /** Each hour of the recorded answers in sixty minutes that differ, as a scrape of the export tells them. */
    private static String minutes(Path replay) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String metric : new String[] {"request_bytes", "response_bytes"}) {
            String name = "confluent_kafka_server_" + metric;
            SortedMap<String, SortedMap<Long, Long>> series = new TreeMap<>();
            for (JsonNode point : JsonMapper.shared()
                    .readTree(Files.readString(replay.resolve("v2-metrics-cloud-query-" + metric + ".json")))
                    .path("data")) {
                String labels = "{kafka_id=\"" + point.path("resource.kafka.id").asString() + "\",principal_id=\""
                        + point.path("metric.principal_id").asString() + "\"}";
                long start = Instant.parse(point.path("timestamp").asString()).getEpochSecond();
                split(point.path("value").asLong(), start, series.computeIfAbsent(labels, any -> new TreeMap<>()));
            }
            text.append("# TYPE ").append(name).append(" gauge\n");
            series.forEach((labels, samples) -> samples.forEach((second, value) -> text.append(name)
                    .append(labels)
                    .append(' ')
                    .append(value)
                    .append(' ')
                    .append(second)
                    .append('\n')));
        }
        return text + "# EOF\n";
    }

    /** Half of it evenly, the other half in the last minute. */
    private static void split(long value, long start, SortedMap<Long, Long> samples) {
        long each = value / 2 / MINUTES;
        for (int minute = 1; minute <= MINUTES; minute++) {
            samples.put(start + minute * 60L, minute == MINUTES ? value - each * (MINUTES - 1) : each);
        }
    }

    /** Values of bytes by all that they belong to, with so many digits after the point. */
    private static SortedMap<String, BigDecimal> usage(Path folder, int digits) throws IOException {
        SortedMap<String, BigDecimal> values = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] cells = line.split(",");
                    if (cells[3].endsWith("_bytes")) {
                        values.put(
                                String.join(" ", cells[0], cells[1], cells[2], cells[3], cells[5]),
                                new BigDecimal(cells[4]).setScale(digits, RoundingMode.HALF_EVEN));
                    }
                }
            }
        }
        return values;
    }
}
