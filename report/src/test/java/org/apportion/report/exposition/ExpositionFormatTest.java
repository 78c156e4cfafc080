package org.apportion.report.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpositionFormatTest {
    private static final Instant HOUR = Instant.parse("2026-10-01T10:00:00Z");

    private static String text(ExpositionFormat format, MetricFamily... families) {
        return new String(format.render(List.of(families)), StandardCharsets.UTF_8);
    }

    private static MetricFamily cost(String label, String number) {
        return MetricFamily.of(
                "cost",
                "What it costs.",
                List.of("unit"),
                List.of(new MetricSample(List.of(label), new BigDecimal(number), Optional.of(HOUR))));
    }

    @Test
    void openMetricsTellsSecondsAndAnEnd() {
        assertThat(text(ExpositionFormat.OPEN_METRICS, cost("a", "7.500"))).isEqualTo("""
                # TYPE cost gauge
                # HELP cost What it costs.
                cost{unit="a"} 7.5 1790848800
                # EOF
                """);
    }

    @Test
    void classicTextTellsMilliseconds() {
        assertThat(text(ExpositionFormat.CLASSIC, cost("a", "7.500"))).isEqualTo("""
                # TYPE cost gauge
                # HELP cost What it costs.
                cost{unit="a"} 7.5 1790848800000
                """);
    }

    @Test
    void allDigitsAreWritten() {
        assertThat(text(ExpositionFormat.CLASSIC, cost("a", "-12345678901234567890.123456789012345678")))
                .contains(" -12345678901234567890.123456789012345678 ");
    }

    @Test
    void labelValuesAreEscaped() {
        assertThat(text(ExpositionFormat.CLASSIC, cost("a\"b\\c\nd", "1"))).contains("{unit=\"a\\\"b\\\\c\\nd\"}");
    }

    @Test
    void unitsAreToldInOpenMetricsOnly() {
        MetricFamily age =
                new MetricFamily("age_seconds", "Age.", "seconds", List.of(), List.of(MetricSample.of(List.of(), 3)));

        assertThat(text(ExpositionFormat.OPEN_METRICS, age)).contains("# UNIT age_seconds seconds\n");
        assertThat(text(ExpositionFormat.CLASSIC, age)).doesNotContain("# UNIT").endsWith("\nage_seconds 3\n");
    }

    @Test
    void whatAReaderAcceptsDecides() {
        String prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";

        assertThat(ExpositionFormat.accepted(prometheus)).isEqualTo(ExpositionFormat.OPEN_METRICS);
        assertThat(ExpositionFormat.accepted("text/plain, application/openmetrics-text;q=0.2"))
                .isEqualTo(ExpositionFormat.CLASSIC);
        assertThat(ExpositionFormat.accepted("application/openmetrics-text; q=0"))
                .isEqualTo(ExpositionFormat.CLASSIC);
        assertThat(ExpositionFormat.accepted("*/*")).isEqualTo(ExpositionFormat.CLASSIC);
        assertThat(ExpositionFormat.accepted("")).isEqualTo(ExpositionFormat.CLASSIC);
    }

    @Test
    void aHundredThousandSeriesAreAPageInALinearTime() {
        List<MetricSample> samples = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            samples.add(MetricSample.of(
                    List.of("EUR", "unit-" + i % 100, "principal:sa-" + i, "Confluent", "KAFKA", "usage"),
                    new BigDecimal("12.345678901234567890").add(BigDecimal.valueOf(i))));
        }
        MetricFamily family = MetricFamily.of(
                "apportion_cost_month_to_date",
                "Cost.",
                List.of("currency", "unit", "consumer", "provider", "service", "cost_type"),
                samples);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertThat(ExpositionFormat.OPEN_METRICS.render(List.of(family)).length)
                    .isGreaterThan(10_000_000);
            least = Math.min(least, System.nanoTime() - start);
        }

        // The promise is half a second; a busy machine may take its time.
        assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofSeconds(2));
    }
}
