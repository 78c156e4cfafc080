package org.apportion.report;

import java.util.List;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;

/** How well the usage of the month that is told was measured. */
final class CoverageMetrics {
    private static final List<String> LABELS = List.of("metric");

    private CoverageMetrics() {}

    static List<MetricFamily> of(List<UsageCoverage.Of> coverage) {
        return List.of(
                MetricFamily.of(
                        "apportion_usage_coverage_ratio",
                        "Samples found of those expected in that month, 0 to 1, where the fetch counts them.",
                        LABELS,
                        coverage.stream()
                                .flatMap(one -> one.ratio().stream()
                                        .map(ratio -> MetricSample.of(List.of(one.metric()), ratio)))
                                .toList()),
                MetricFamily.of(
                        "apportion_usage_silent_hours",
                        "Hours of that month that were asked for and have no sample of a metric: no usage is not zero usage.",
                        LABELS,
                        coverage.stream()
                                .map(one -> MetricSample.of(List.of(one.metric()), one.silent()))
                                .toList()),
                MetricFamily.of(
                        "apportion_usage_gap_hours",
                        "Hours of single resources without a sample between their first and last, silent ones left out.",
                        LABELS,
                        coverage.stream()
                                .map(one -> MetricSample.of(List.of(one.metric()), one.gaps()))
                                .toList()));
    }
}
