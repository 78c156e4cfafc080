package org.apportion.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.report.MetricsFeed;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each shipped alert with numbers at which it fires and others at which it is quiet, told by Prometheus' own program. Values are those of
 * its rule tests, one a minute: {@code 1x120} is 1 for two hours, {@code 0+60x120} is the time. Time begins at zero.
 */
class AlertsTest {
    private static final Path RULES = Path.of("../../dist/prometheus/apportion.rules.yml");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    /** @param at when it is asked; the longest time for which a rule waits has passed by then */
    private record Case(String alert, String at, String severity, List<Series> series) {}

    /** @param name with labels */
    private record Series(String name, String firing, String quiet) {}

    private static final List<Case> CASES = List.of(
            of("Down", "20m", "warning", "up{instance=\"a:9465\",job=\"apportion\"}", "0x30", "1x30"),
            of(
                    "BilledMinusCharged",
                    "5m",
                    "critical",
                    "apportion_billed_minus_charged{currency=\"USD\",source=\"bill\"}",
                    "-0.01x10",
                    "0x10"),
            of("RunsFail", "90m", "warning", "apportion_runs_failed{}", "1x120", "0x120"),
            of(
                    "RunStale",
                    "37h",
                    "warning",
                    "apportion_last_success_timestamp_seconds{billing_month=\"2026-10\"}",
                    "0x2220",
                    "0+60x2220"),
            of("FetchFails", "90m", "warning", "apportion_fetch_failing{fetch=\"confluent\"}", "1x120", "0x120"),
            of(
                    "FetchStale",
                    "37h",
                    "warning",
                    "apportion_fetch_last_success_timestamp_seconds{fetch=\"confluent\"}",
                    "0x2220",
                    "0+60x2220"),
            of(
                    "DataLag",
                    "97h",
                    "warning",
                    "apportion_data_end_timestamp_seconds{source=\"bill\"}",
                    "0x5820",
                    "0+60x5820"),
            of(
                    "MonthOutdated",
                    "37h",
                    "warning",
                    "apportion_month_outdated{billing_month=\"2026-10\"}",
                    "1x2220",
                    "0x2220"),
            new Case(
                    "ToldHoursChanged",
                    "90m",
                    "warning",
                    List.of(
                            new Series("apportion_hours_changed_since_told{reader=\"a\"}", "24x120", "0x120"),
                            new Series("apportion_hours_provisional_since_told{reader=\"a\"}", "0x120", "24x120"))),
            new Case(
                    "UsageMissing",
                    "90m",
                    "info",
                    List.of(
                            new Series("apportion_usage_silent_hours{metric=\"bytes\"}", "20x120", "20x120"),
                            new Series("apportion_usage_gap_hours{metric=\"bytes\"}", "5x120", "4x120"))),
            of(
                    "Approximate",
                    "90m",
                    "info",
                    "apportion_approximate_ratio{currency=\"USD\",source=\"bill\"}",
                    "0.26x120",
                    "0.25x120"),
            new Case(
                    "UnknownLineType",
                    "5m",
                    "info",
                    List.of(
                            new Series(method("unknown_line_type"), "3x10", "0x10"),
                            new Series(method("no_usage"), "0x10", "3x10"))),
            of("Unallocated", "90m", "info", "apportion_unallocated_ratio{currency=\"USD\"}", "0.2x120", "0.1x120"));

    @TempDir
    Path folder;

    private static String method(String reason) {
        return "apportion_cost_by_method{currency=\"USD\",method=\"unallocated\",reason=\"" + reason
                + "\",source=\"bill\"}";
    }

    private static Case of(String alert, String at, String severity, String series, String firing, String quiet) {
        return new Case(alert, at, severity, List.of(new Series(series, firing, quiet)));
    }

    private static Map<String, String> labels(String series) {
        return LABEL.matcher(series)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    private static String test(Case one, Function<Series, String> values, boolean fires) {
        StringBuilder text = new StringBuilder("  - interval: 1m\n    input_series:\n");
        for (Series series : one.series()) {
            text.append("      - {series: '").append(series.name()).append("', values: '");
            text.append(values.apply(series)).append("'}\n");
        }
        String labels = one.series().get(0).name().replaceFirst("^.*\\{(.*)}$", "$1");
        String alert = "alertname=\"Apportion" + one.alert() + "\",alertstate=\"firing\"";
        text.append("    promql_expr_test:\n      - expr: 'ALERTS{")
                .append(alert)
                .append("}'\n        eval_time: ");
        text.append(one.at()).append("\n        exp_samples:");
        text.append(fires ? "\n          - {labels: 'ALERTS{" : " []\n");
        if (fires) {
            text.append(alert).append(",severity=\"").append(one.severity()).append('"');
            text.append(labels.isEmpty() ? "" : "," + labels).append("}', value: 1}\n");
        }
        return text.toString();
    }

    @Test
    void eachAlertFiresWhenItShouldAndIsQuietElse() throws Exception {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        StringBuilder tests = new StringBuilder(
                "rule_files: ['" + RULES.toAbsolutePath().normalize() + "']\n" + "evaluation_interval: 1m\ntests:\n");
        for (Case one : CASES) {
            tests.append(test(one, Series::firing, true)).append(test(one, Series::quiet, false));
        }
        Path file = Files.writeString(folder.resolve("alerts.test.yml"), tests);
        Process process = new ProcessBuilder(
                        RealPrometheus.programs()
                                .orElseThrow()
                                .resolve("promtool")
                                .toString(),
                        "test",
                        "rules",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("SUCCESS");
    }

    @Test
    void noAlertIsWithoutACase() throws IOException {
        Set<String> alerts = Pattern.compile("- alert: Apportion([A-Za-z]+)")
                .matcher(Files.readString(RULES))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(CASES.stream().map(Case::alert)).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void theServerTellsTheseMetricsWithTheseLabels() {
        Map<String, Set<String>> told;
        try (MetricsFeed feed = ServedMonth.in(folder).feed()) {
            told = ToldFamilies.ofTotals(feed).stream()
                    .collect(Collectors.toMap(MetricFamily::name, family -> Set.copyOf(family.labels())));
        }
        Stream<Series> own = CASES.stream()
                .flatMap(one -> one.series().stream())
                .filter(series -> !series.name().startsWith("up{"));
        assertThat(own)
                .allSatisfy(series -> assertThat(told)
                        .containsEntry(
                                series.name().replaceFirst("\\{.*", ""),
                                labels(series.name()).keySet()));
    }
}
