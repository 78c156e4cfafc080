package org.apportion.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.apportion.ledger.fetch.FetchRecord;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;

/** How fetches fare. */
final class FetchMetrics {
    private static final List<String> LABELS = List.of("fetch");
    private static final int MILLIS = 3;

    private FetchMetrics() {}

    static List<MetricFamily> of(List<FetchRecord> records) {
        return List.of(
                new MetricFamily(
                        "apportion_fetch_last_success_timestamp_seconds",
                        "When a fetch was done last.",
                        "seconds",
                        LABELS,
                        successes(
                                records,
                                success -> BigDecimal.valueOf(success.at().getEpochSecond()))),
                new MetricFamily(
                        "apportion_fetch_last_success_duration_seconds",
                        "How long it took then.",
                        "seconds",
                        LABELS,
                        successes(
                                records,
                                success -> BigDecimal.valueOf(success.duration().toMillis(), MILLIS))),
                MetricFamily.of(
                        "apportion_fetch_found",
                        "Files, objects or days that its source offered then.",
                        LABELS,
                        successes(records, success -> BigDecimal.valueOf(success.found()))),
                MetricFamily.of(
                        "apportion_fetch_brought",
                        "How many of them were new or had changed.",
                        LABELS,
                        successes(records, success -> BigDecimal.valueOf(success.brought()))),
                MetricFamily.of(
                        "apportion_fetch_failing",
                        "1 if a fetch failed when it was tried last.",
                        LABELS,
                        records.stream()
                                .map(one -> MetricSample.of(List.of(one.fetch()), one.failed() ? 1 : 0))
                                .toList()));
    }

    private static List<MetricSample> successes(
            List<FetchRecord> records, Function<FetchRecord.Success, BigDecimal> number) {
        return records.stream()
                .flatMap(one -> one.success().stream()
                        .map(success -> MetricSample.of(List.of(one.fetch()), number.apply(success))))
                .toList();
    }
}
