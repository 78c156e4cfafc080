package org.apportion.benchmark;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;

/** A page of many series with the labels that costs have. */
final class ExpositionRun {
    private final List<MetricFamily> families;

    ExpositionRun(int series) {
        List<MetricSample> samples = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            samples.add(MetricSample.of(
                    List.of(
                            "USD",
                            "team-" + i % 30,
                            "principal:sa-" + i,
                            "Confluent",
                            "KAFKA \"" + i % 7 + "\"",
                            i % 2 == 0 ? "usage" : "shared"),
                    BigDecimal.valueOf(i * 7_919L + 1, 12)));
        }
        families = List.of(MetricFamily.of(
                "apportion_cost_month_to_date",
                "Charges of the newest billing month that was run.",
                List.of("currency", "unit", "consumer", "provider", "service", "cost_type"),
                samples));
    }

    int render() {
        return ExpositionFormat.OPEN_METRICS.render(families).length;
    }
}
