package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.report.MetricsFeed;
import org.apportion.report.MetricsSettings;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;
import org.apportion.run.Workspace;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the panels of the shipped dashboards show of the example, in a real Prometheus that was filled with its month. Expected are the
 * sums of the recorded bill: a day of 159.02, three days 477.06, less 25.00.
 */
class PanelValuesTest {
    private static final long END = Instant.parse("2026-11-01T00:00:00Z").getEpochSecond() - 1;
    private static final Path DASHBOARDS = Path.of("../../dist/grafana/dashboards");

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RealPrometheus prometheus;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode bill;

    @BeforeAll
    static void fillAPrometheus() throws IOException {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        Path home = Files.createDirectories(folder.resolve("example"));
        Path config = ConfluentExample.copyTo(home);
        ConfluentExample.configure(config, "serve:\n  chargeback-helper: {sources: [confluent-costs]}\n");
        bill = JsonMapper.shared()
                .readTree(Files.readString(home.resolve("replay/billing-v1-costs.json")))
                .path("data");
        assertThat(Cli.run("run", "--month", "2026-10", "-q", "-c", config.toString())
                        .code())
                .isZero();
        Path hours = Files.writeString(
                folder.resolve("hours.om"),
                Cli.run("metrics", "export", "--as", "chargeback-helper", "--month", "2026-10", "-c", config.toString())
                        .out());
        Path totals = Files.write(folder.resolve("totals.om"), totals(config));
        prometheus = RealPrometheus.start(Files.createDirectories(folder.resolve("tsdb")), hours, totals);
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    /** The page of totals as a scrape at the end of the month would have taken it. */
    private static byte[] totals(Path config) {
        LoadedConfiguration loaded =
                ConfigurationLoader.installed(Workspace.shippedMappings()).load(config);
        MetricsSettings settings = new MetricsSettings(
                MetricsSettings.SERIES,
                MetricsSettings.Hourly.ALL,
                InstantSource.system(),
                "1",
                ServeCommand.coverage(loaded));
        try (MetricsFeed feed =
                MetricsFeed.open(loaded.configuration(), loaded.ledger().address(), settings)) {
            List<MetricFamily> stamped = new ArrayList<>();
            for (MetricFamily family : feed.totals()) {
                List<MetricSample> samples = family.samples().stream()
                        .map(sample -> new MetricSample(
                                sample.values(), sample.number(), Optional.of(Instant.ofEpochSecond(END - 59))))
                        .toList();
                stamped.add(new MetricFamily(family.name(), family.help(), family.unit(), family.labels(), samples));
            }
            return ExpositionFormat.OPEN_METRICS.render(stamped);
        }
    }

    /** Results of a panel's query by the label that tells them apart, in cents. */
    private static Map<String, BigDecimal> panel(String dashboard, String title, int query, String label)
            throws IOException {
        JsonNode all = JsonMapper.shared().readTree(Files.readString(DASHBOARDS.resolve(dashboard + ".json")));
        String expression = all.path("panels")
                .valueStream()
                .filter(panel -> panel.path("title").asString("").equals(title))
                .map(panel -> panel.path("targets").path(query).path("expr").asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow();
        String asked = expression.replace("$__range", "31d").replaceAll("\\$(currency|unit|principal|env)", ".*");
        Map<String, BigDecimal> values = new TreeMap<>();
        JsonMapper.shared()
                .readTree(prometheus.query(asked, END))
                .path("data")
                .path("result")
                .forEach(one -> values.put(
                        one.path("metric").path(label).asString(""),
                        new BigDecimal(one.path("value").path(1).asString("")).setScale(2, RoundingMode.HALF_EVEN)));
        return values;
    }

    private static BigDecimal only(String dashboard, String title, int query) throws IOException {
        return Objects.requireNonNull(panel(dashboard, title, query, "no label").get(""), title);
    }

    private static Map<String, BigDecimal> billed(Function<JsonNode, String> by) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        bill.forEach(row ->
                sums.merge(by.apply(row), new BigDecimal(row.path("amount").asString()).setScale(2), BigDecimal::add));
        return sums;
    }

    @Test
    void theOverallCostIsTheBillAndItsKindsAreItsParts() throws IOException {
        String overview = "chargeback-overview";

        assertThat(only(overview, "Overall cost", 0)).isEqualTo("452.06");
        assertThat(only(overview, "Overall cost", 1).add(only(overview, "Overall cost", 2)))
                .isEqualTo("452.06");
        assertThat(only(overview, "Total", 0)).isEqualTo("452.06");
    }

    @Test
    void eachSplitHasTheWholeBillAsItsTotal() throws IOException {
        for (String title : List.of("Cost per Kafka cluster", "Cost per resource")) {
            assertThat(only("chargeback-overview", title, 0)).as(title).isEqualTo("452.06");
        }
    }

    @Test
    void costIsSplitAsTheRowsOfTheBillSay() throws IOException {
        String overview = "chargeback-overview";

        assertThat(panel(overview, "Cost per environment", 0, "env_id"))
                .isEqualTo(billed(row ->
                        row.path("resource").path("environment").path("id").asString("")));
        assertThat(panel(overview, "Cost per product group", 0, "product_name"))
                .isEqualTo(billed(row -> row.path("product").asString("")));
        assertThat(panel(overview, "Cost per product line", 0, "product_line_type"))
                .isEqualTo(billed(row -> row.path("line_type").asString("")));
        assertThat(panel(overview, "Cost per resource", 1, "resource_id"))
                .isEqualTo(billed(row -> row.path("resource").path("id").asString("")));
    }

    @Test
    void connectorsKsqlAndTheRegistryCountForTheirKafkaCluster() throws IOException {
        // Three days: 6.00 of the sandbox; of Flink 2.10, the audit log 0.12 and support 30.00, less 25.00, nobody
        // knows.
        assertThat(panel("chargeback-overview", "Cost per kafka cluster", 0, "kafka_cluster_id"))
                .containsEntry("lkc-dev", new BigDecimal("18.00"))
                .containsEntry("unknown", new BigDecimal("71.66"))
                .containsEntry("lkc-prod", new BigDecimal("362.40"));
    }

    @ParameterizedTest
    @CsvSource({
        "API keys, 6",
        "Service accounts, 4",
        "Users, 1",
        "Kafka clusters, 2",
        "Environments, 2",
        "Connectors, 1",
        "ksqlDB clusters, 1"
    })
    void objectsAreCounted(String title, String count) throws IOException {
        assertThat(only("chargeback-overview", title, 0)).isEqualByComparingTo(count);
    }

    @Test
    void principalsTogetherOweTheBill() throws IOException {
        Map<String, BigDecimal> all = panel("chargeback-overview", "All principals", 0, "principal");

        assertThat(all).containsKeys("sa-orders", "sa-billing", "sa-search", "sa-stream", "u-ann");
        assertThat(all.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isBetween(new BigDecimal("452.04"), new BigDecimal("452.08"));
        assertThat(panel("chargeback-overview", "Largest 15 principals", 0, "principal"))
                .isEqualTo(all);
    }

    @Test
    void unitsOweWhatTheReportSays() throws IOException {
        Map<String, BigDecimal> units = Map.of(
                "shop", new BigDecimal("216.78"),
                "platform", new BigDecimal("148.84"),
                "finance", new BigDecimal("86.43"));

        assertThat(only("units", "Month to date", 0)).isEqualTo("452.06");
        assertThat(panel("units", "Month to date by unit", 0, "unit")).isEqualTo(units);
        assertThat(panel("units", "Units, with cost center", 0, "unit")).isEqualTo(units);
        assertThat(panel("units", "Cost by day", 0, "day"))
                .containsEntry("2026-10-02", new BigDecimal("159.02"))
                .containsEntry("2026-10-03", new BigDecimal("134.02"));
        assertThat(only("units", "Last whole day", 0)).isEqualTo("134.02");
    }

    @Test
    void theBillIsReconciledAndItsApproximateShareIsThatOfTheRun() throws IOException {
        assertThat(only("reconciliation", "Billed less charged (must be 0)", 0)).isEqualByComparingTo("0");
        assertThat(only("reconciliation", "Billed by source", 0)).isEqualTo("452.06");
        assertThat(only("reconciliation", "Charged by source", 0)).isEqualTo("452.06");
        // 32.67 of 452.06.
        assertThat(only("data-quality", "Approximate share: split without the usage that it should follow", 0))
                .isEqualTo("0.07");
        assertThat(only("data-quality", "Unallocated share", 0)).isEqualByComparingTo("0");
    }

    @Test
    void theSixHoursThatTheMetricsApiDidNotTellAreShown() throws IOException {
        // Of three days the last six hours are missing: 66 of 72.
        Map<String, BigDecimal> six = Map.of(
                "confluent_request_bytes", new BigDecimal("6.00"), "confluent_response_bytes", new BigDecimal("6.00"));

        assertThat(panel("data-quality", "Hours without a sample, by metric (no usage is not zero usage)", 0, "metric"))
                .isEqualTo(six);
        assertThat(panel("data-quality", "Usage that was measured, by metric", 0, "metric"))
                .containsEntry("confluent_request_bytes", new BigDecimal("0.92"))
                .containsEntry("confluent_response_bytes", new BigDecimal("0.92"));
    }
}
