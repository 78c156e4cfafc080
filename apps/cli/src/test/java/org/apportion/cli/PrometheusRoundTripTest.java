package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Prometheus gives the usage, another takes the charges. */
class PrometheusRoundTripTest {
    private static final long START = LocalDate.parse("2026-10-01").toEpochDay() * 86_400;

    @TempDir
    Path folder;

    @TempDir
    Path usage;

    @TempDir
    Path charges;

    @Test
    void usageComesFromOneServerAndChargesGoToAnother() throws IOException {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        // Compute costs 4 EUR in the first hour. Of its bytes anna moves three quarters, bert one.
        StringBuilder samples = new StringBuilder("# TYPE moved_bytes gauge\n");
        for (String[] user : new String[][] {{"anna", "30"}, {"bert", "10"}}) {
            for (int minute = 1; minute <= 60; minute++) {
                samples.append("moved_bytes{vm=\"vm-1\",login=\"" + user[0] + "\"} " + user[1] + " "
                        + (START + minute * 60) + "\n");
            }
        }
        Path file = Files.writeString(usage.resolve("usage.om"), samples + "# EOF\n");
        Company company = Company.in(folder);
        try (RealPrometheus server = RealPrometheus.start(usage, file)) {
            configure(company, server.uri().toString());
            Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", company.config());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("note: Usage that was not measured whole: bytes, 743 silent hours.");
        }
        Cli.Answer export = Cli.run("metrics", "export", "--by", "consumer", "-c", company.config());
        assertThat(export.out())
                .contains(
                        "consumer=\"principal:anna\"} 3 " + START,
                        "consumer=\"principal:bert\"} 1 " + START,
                        "consumer=\"resource:vm-2\"} 1 " + START);
        try (RealPrometheus server =
                RealPrometheus.start(charges, Files.writeString(charges.resolve("charges.om"), export.out()))) {
            String answer = server.query(
                    "sum(sum_over_time(apportion_cost_hourly{billing_month=\"2026-10\"}[31d]))",
                    START + 31 * 86_400 - 1);
            Matcher number = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"").matcher(answer);
            assertThat(number.find()).as(answer).isTrue();
            assertThat(new BigDecimal(number.group(1))).isEqualByComparingTo("5");
        }
    }

    @Test
    void theHoursOfAConfluentMonthAreItsBillAndPrometheusAddsThemUp() throws IOException {
        Path config = ConfluentExample.copyTo(folder);
        ConfluentExample.configure(config, "charge-hours: true\n");
        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", config.toString());
        assertThat(run.code()).as(run.err()).isZero();

        String text = Cli.run(
                        "metrics",
                        "export",
                        "--month",
                        "2026-10",
                        "--by",
                        "unit,consumer,line-type",
                        "-c",
                        config.toString())
                .out();

        BigDecimal bill = new BigDecimal(ConfluentExample.BILL);
        assertThat(sum(text, "apportion_cost_hourly{")).isEqualByComparingTo(bill);
        // sa-search got its key on 2 October at noon: no hour of reading before has cost of it.
        assertThat(text.lines()
                        .filter(line -> line.contains("sa-search") && line.contains("KAFKA_NETWORK_READ"))
                        .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .min(Long::compare))
                .hasValue(START + 36 * 3600);
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        try (RealPrometheus server =
                RealPrometheus.start(charges, Files.writeString(charges.resolve("hours.om"), text))) {
            String answer = server.query(
                    "sum(sum_over_time(apportion_cost_hourly{billing_month=\"2026-10\"}[31d]))",
                    START + 31 * 86_400 - 1);
            Matcher number = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"").matcher(answer);
            assertThat(number.find()).as(answer).isTrue();
            assertThat(new BigDecimal(number.group(1)).subtract(bill).abs())
                    .isLessThan(bill.multiply(new BigDecimal("1e-9")));
        }
    }

    @Test
    void aMonthOfHoursInTheHelpersMetricsFillsItsDashboards() throws IOException {
        Path config = ConfluentExample.copyTo(folder);
        ConfluentExample.configure(config, "serve:\n  chargeback-helper: {sources: [confluent-costs]}\n");
        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", config.toString());
        assertThat(run.code()).as(run.err()).isZero();

        Cli.Answer export = Cli.run(
                "metrics", "export", "--as", "chargeback-helper", "--month", "2026-10", "-c", config.toString());

        BigDecimal bill = new BigDecimal(ConfluentExample.BILL);
        assertThat(sum(export.out(), "confluent_cloud_chargeback_details{")).isEqualByComparingTo(bill);
        assertThat(sum(export.out(), "confluent_cloud_billing_details{")).isEqualByComparingTo(bill);
        assertThat(export.err()).contains("452.06");
        assertThat(export.out()).endsWith("# EOF\n").contains("display_name=\"orders-service\"");
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        try (RealPrometheus server =
                RealPrometheus.start(charges, Files.writeString(charges.resolve("hours.om"), export.out()))) {
            String answer = server.query(
                    "sum(sum_over_time(confluent_cloud_chargeback_details[31d]))", START + 31 * 86_400 - 1);
            Matcher number = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"").matcher(answer);
            assertThat(number.find()).as(answer).isTrue();
            assertThat(new BigDecimal(number.group(1)).subtract(bill).abs())
                    .isLessThan(bill.multiply(new BigDecimal("1e-9")));
        }
    }

    private static BigDecimal sum(String text, String metric) {
        return text.lines()
                .filter(line -> line.startsWith(metric))
                .map(line ->
                        new BigDecimal(line.substring(line.indexOf("} ") + 2).split(" ", -1)[0]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void configure(Company company, String url) {
        company.configure("""
                organization:
                """, """
                  - {id: bytes, kind: usage, path: "fetched:metrics/usage", slicing: file}
                organization:
                """);
        company.configure("""
                sources:
                """, """
                fetches:
                  - id: metrics
                    plugin: prometheus
                    settings:
                      url: %s
                      queries: |
                        - metric: bytes
                          query: sum_over_time(moved_bytes[$window])
                          resource: vm
                          consumer: login
                          unit: bytes
                sources:
                """.formatted(url));
        company.configure("""
                rules:
                  - id: team
                    when: "'team' in Tags"
                    tiers:
                      - direct: {tag: team}
                """, """
                rules:
                  - id: bytes
                    tiers:
                      - metric: bytes
                """);
    }
}
