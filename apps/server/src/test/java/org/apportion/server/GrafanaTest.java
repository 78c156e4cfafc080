package org.apportion.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.report.MetricsFeed;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped dashboards and alerts ask for what the server tells. */
class GrafanaTest {
    private static final Path DIST = Path.of("../../dist");
    private static final Pattern METRIC = Pattern.compile("\\b(?:apportion|confluent_cloud)_[a-z_]+");
    private static final Instant HOUR = Instant.parse("2026-10-01T01:00:00Z");

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static List<MetricFamily> told;

    @BeforeAll
    static void runTheMonth() {
        try (MetricsFeed feed = ServedMonth.in(folder.resolve("month")).feed()) {
            told = Stream.concat(ToldFamilies.ofTotals(feed).stream(), ToldFamilies.ofHours(feed).stream())
                    .toList();
        }
    }

    private static List<JsonNode> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DIST.resolve("grafana/dashboards"))) {
            List<JsonNode> dashboards = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                dashboards.add(JsonMapper.shared().readTree(Files.readString(file)));
            }
            return dashboards;
        }
    }

    private static List<String> expressions(JsonNode dashboard) {
        return dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asString(""))
                .toList();
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static Set<String> toldNames() {
        return told.stream().map(MetricFamily::name).collect(Collectors.toSet());
    }

    @Test
    void everyPanelAsksTheChosenSourceForMetricsThatAreTold() throws IOException {
        Set<String> ids = new HashSet<>();
        assertThat(dashboards()).hasSize(4);
        for (JsonNode dashboard : dashboards()) {
            String title = dashboard.path("title").asString("");
            assertThat(ids.add(dashboard.path("uid").asString(""))).as(title).isTrue();
            assertThat(expressions(dashboard)).as(title).isNotEmpty().doesNotContain("");
            expressions(dashboard)
                    .forEach(
                            expression -> assertThat(toldNames()).as(expression).containsAll(names(expression)));
            dashboard
                    .path("panels")
                    .valueStream()
                    .filter(panel -> !panel.path("type").asString("").equals("row"))
                    .forEach(panel -> assertThat(
                                    panel.path("datasource").path("uid").asString(""))
                            .as(title + ": " + panel.path("title"))
                            .isEqualTo("${datasource}"));
        }
    }

    @Test
    void theOverviewHasEveryMetricOfTheHelper() throws IOException {
        JsonNode overview = dashboards().stream()
                .filter(dashboard -> dashboard.path("uid").asString("").equals("apportion-chargeback"))
                .findFirst()
                .orElseThrow();

        assertThat(names(String.join("\n", expressions(overview))))
                .isEqualTo(toldNames().stream()
                        .filter(name -> name.startsWith("confluent_cloud_"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void alertsAskForMetricsThatAreTold() throws IOException {
        assertThat(toldNames()).containsAll(names(Files.readString(DIST.resolve("prometheus/apportion.rules.yml"))));
    }

    @Test
    void promtoolAcceptsTheAlerts() throws Exception {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        Process process = new ProcessBuilder(
                        RealPrometheus.programs()
                                .orElseThrow()
                                .resolve("promtool")
                                .toString(),
                        "check",
                        "rules",
                        DIST.resolve("prometheus/apportion.rules.yml").toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("SUCCESS");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void everyPanelHasAnAnswerOfARealPrometheus() throws IOException {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        Path file = folder.resolve("told.om");
        Files.write(file, ExpositionFormat.OPEN_METRICS.render(ToldFamilies.filled(told, HOUR)));
        List<String> silent = new ArrayList<>();
        try (RealPrometheus prometheus = RealPrometheus.start(Files.createDirectories(folder.resolve("tsdb")), file)) {
            for (JsonNode dashboard : dashboards()) {
                for (String expression : expressions(dashboard)) {
                    String asked = expression
                            .replace("$__range", "1h")
                            .replace("$currency", ".*")
                            .replace("$unit", ".*")
                            .replace("$principal", ".*")
                            .replace("$env", ".*");
                    JsonNode answer = JsonMapper.shared().readTree(prometheus.query(asked, HOUR.getEpochSecond() + 60));
                    // All samples are of one cost type; the other one has none.
                    boolean mayBeEmpty = asked.contains("cost_type=")
                            || asked.contains("object_type=")
                            || asked.contains("reason!=")
                            || asked.contains("method=~");
                    if (!answer.path("status").asString("").equals("success")
                            || (answer.path("data").path("result").isEmpty() && !mayBeEmpty)) {
                        silent.add(asked + " -> " + answer);
                    }
                }
            }
        }
        assertThat(silent).isEmpty();
    }
}
