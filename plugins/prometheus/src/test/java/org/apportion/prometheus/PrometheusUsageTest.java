package org.apportion.prometheus;

import static org.apportion.prometheus.UsagePrometheus.NOW;
import static org.apportion.prometheus.UsagePrometheus.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.FakeHttpService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusUsageTest {
    private static final String TWO = "- {metric: users, query: u}\n- {metric: nodes, query: n}\n";

    @TempDir
    Path folder;

    private final UsagePrometheus server = new UsagePrometheus();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(ProductUsageProvider.class))
                .anyMatch(provider -> provider.name().equals("prometheus"));
    }

    @Test
    void allMetricsAreOfTheInstantOfTheTick() {
        UsageReading reading = server.series("u", one("", "12"))
                .series("n", one("\"job\":\"x\"", "3.5"))
                .asking(TWO)
                .read();

        assertThat(reading.metrics()).isEqualTo(Map.of("users", new BigDecimal("12"), "nodes", new BigDecimal("3.5")));
        assertThat(reading.reportedAt()).isEqualTo(NOW);
        assertThat(server.times()).isEqualTo("1793536200.250 1793536200.250");
    }

    @Test
    void dataThatArrivesLateIsAskedForLater() {
        server.settings.put("delay", "PT2M");
        UsageReading reading = server.series("u", one("", "12")).asking(TWO).read();

        assertThat(reading.reportedAt()).isEqualTo(NOW.minus(Duration.ofMinutes(2)));
        assertThat(server.times()).startsWith("1793536080.250");
    }

    @Test
    void aMetricWithoutAValueIsMissingAndNotZero() {
        ProductUsage usage = server.series("u", one("", "12")).asking(TWO);

        assertThat(usage.read().metrics()).containsOnlyKeys("users");
        assertThat(usage.complaints()).containsExactly("The metric nodes: there is no series.");
    }

    @Test
    void aValueThatIsNoNumberIsMissingAlsoInASum() {
        ProductUsage usage = server.series("u", one("", "12"))
                .series("n", one("\"pod\":\"a\"", "1"), one("\"pod\":\"b\"", "NaN"))
                .asking("- {metric: users, query: u}\n- {metric: nodes, query: n, series: sum}\n");

        assertThat(usage.read().metrics()).containsOnlyKeys("users");
        assertThat(usage.complaints()).containsExactly("The metric nodes: a value is no number.");
    }

    @ParameterizedTest
    @CsvSource({
        "5.000000000000001, 5",
        "0.30000000000000004, 0.3",
        "2.9999999999999996, 3",
        "12.345678901234, 12.345678901234",
        "9007199254740991, 9007199254740991"
    })
    void whatTheServerAddedInBinaryIsTakenWithFifteenDigits(String told, BigDecimal taken) {
        ProductUsage usage = server.series("u", one("", told)).asking("- {metric: users, query: u}\n");

        assertThat(usage.read().metrics().get("users")).isEqualByComparingTo(taken);
    }

    @Test
    void severalSeriesNeedAWordForWhatTheyComeTo() {
        server.series("u", one("", "12")).series("n", one("\"pod\":\"a\"", "1"), one("\"pod\":\"b\"", "2.5"));

        ProductUsage usage = server.asking(TWO);
        assertThat(usage.read().metrics()).containsOnlyKeys("users");
        assertThat(usage.complaints())
                .containsExactly("The metric nodes: there are 2 series where one is expected; sum them in the query, or"
                        + " write series: sum.");
        assertThat(nodesAs("sum")).containsEntry("nodes", new BigDecimal("3.5"));
        assertThat(nodesAs("maximum")).containsEntry("nodes", new BigDecimal("2.5"));
        assertThat(nodesAs("minimum")).containsEntry("nodes", new BigDecimal("1"));
    }

    private Map<String, BigDecimal> nodesAs(String series) {
        return server.asking("- {metric: nodes, query: n, series: " + series + "}\n")
                .read()
                .metrics();
    }

    @Test
    void aLabelNamesTheDimension() {
        server.series(
                "n",
                one("\"tier\":\"gold\",\"pod\":\"a\"", "1"),
                one("\"tier\":\"gold\",\"pod\":\"b\"", "2"),
                one("\"tier\":\"tin\",\"pod\":\"c\"", "4"));

        UsageReading reading = server.asking("- {metric: nodes, query: n, series: sum, dimension: 'nodes_{tier}'}\n")
                .read();

        // gold: 1 + 2
        assertThat(reading.metrics()).isEmpty();
        assertThat(reading.dimensions())
                .isEqualTo(
                        Map.of("nodes", Map.of("nodes_gold", new BigDecimal("3"), "nodes_tin", new BigDecimal("4"))));
    }

    @Test
    void aSeriesWithoutTheLabelMakesTheMetricUncertain() {
        server.series("n", one("\"tier\":\"gold\"", "1"), one("", "4")).series("u", one("", "2"));

        ProductUsage usage =
                server.asking("- {metric: nodes, query: n, dimension: tier}\n- {metric: users, query: u}\n");

        assertThat(usage.read().dimensions()).isEmpty();
        assertThat(usage.complaints())
                .containsExactly("The metric nodes: a series lacks the label that names its dimension.");
    }

    @Test
    void aScalarIsAValueAndAHistogramIsNone() {
        server.answer("u", "{\"resultType\":\"scalar\",\"result\":[1793536200.250,\"7\"]}")
                .series("n", "{\"metric\":{},\"histogram\":[1793536200.250,{\"count\":\"1\"}]}");

        ProductUsage usage = server.asking(TWO);

        assertThat(usage.read().metrics()).isEqualTo(Map.of("users", new BigDecimal("7")));
        assertThat(usage.complaints()).containsExactly("The metric nodes: a series is a histogram.");
    }

    @Test
    void anAnswerWithAWarningMayLackAPartAndIsMissingUnlessItIsToCount() {
        server.series("u", one("", "1"))
                .reply(
                        "n",
                        Reply.json(
                                200,
                                "{\"status\":\"success\",\"warnings\":[\"a store is away\"],\"data\":"
                                        + "{\"resultType\":\"vector\",\"result\":[" + one("", "2") + "]}}"));

        ProductUsage strict = server.asking(TWO);
        assertThat(strict.read().metrics()).containsOnlyKeys("users");
        assertThat(strict.complaints()).containsExactly("The metric nodes: the server warns: a store is away.");

        server.settings.put("warned", "counts");
        ProductUsage lenient = server.asking(TWO);
        assertThat(lenient.read().metrics()).containsOnlyKeys("users", "nodes");
        assertThat(lenient.complaints()).hasSize(1);
    }

    @Test
    void aRefusedQueryIsToldAndTheOthersCount() {
        server.series("u", one("", "1"))
                .reply(
                        "n",
                        Reply.json(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}"));

        ProductUsage usage = server.asking(TWO);

        assertThat(usage.read().metrics()).containsOnlyKeys("users");
        assertThat(usage.complaints())
                .containsExactly("The metric nodes: the server answers 400 bad_data: parse error.");
        server.series("n", one("", "1"));
        usage.read();
        assertThat(usage.complaints()).isEmpty();
    }

    @Test
    void withoutAnyValueThereIsNoSample() {
        assertThatThrownBy(() -> server.asking(TWO).read())
                .hasMessageStartingWith("PROMETHEUS_NO_USAGE")
                .hasMessageContaining("The metric users: there is no series. The metric nodes: there is no series.");
    }

    @Test
    void queriesMayStandInAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("queries.yaml"), TWO);
        server.series("u", one("", "1"));
        server.settings.put("queries", file.toString());

        UsageReading reading = new PrometheusUsageProvider()
                .open(Map.copyOf(server.settings), Map.of(), server.clock)
                .read();

        assertThat(reading.metrics()).containsOnlyKeys("users");
    }

    @Test
    void mistakesOfTheSettingsAreNamed() {
        assertThatThrownBy(() -> server.asking("- {metric: a, query: b, series: all}\n"))
                .hasMessageStartingWith(
                        "PROMETHEUS_QUERIES_WRONG prometheus.queries[0].series: This is not one of its words.");
        assertThatThrownBy(() -> server.asking("- {metric: a, query: b, resource: c}\n"))
                .hasMessageContaining("prometheus.queries[0].resource: This is not a known key. Keys are metric, query,"
                        + " series, dimension.");
        server.settings.put("windows", "closed");
        assertThatThrownBy(() -> server.asking(TWO))
                .hasMessageContaining("prometheus.windows: the setting is not known");
    }
}
