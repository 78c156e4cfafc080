package org.apportion.confluent;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apportion.http.CoverageFiles;
import org.apportion.http.CoverageRow;
import org.apportion.http.FetchFolder;

/**
 * Which hours of a day the Metrics API told, from the usage that was brought: one value of one expected for each cluster that has
 * some, none for an hour in which no cluster has. A cluster without traffic has no values either, so it alone is no gap.
 */
final class MetricsCoverage {
    private static final int HOURS = 24;

    private final CoverageFiles files;
    private final List<String> metrics;

    MetricsCoverage(FetchFolder folder, Collection<String> metrics) {
        this.files = new CoverageFiles(folder);
        this.metrics = List.copyOf(metrics);
    }

    boolean holds(LocalDate day) {
        return files.holds(day);
    }

    /** @param usage lines of the day's file; none if nothing came */
    void write(LocalDate day, List<String> usage) {
        Map<List<String>, SortedSet<String>> clusters = new HashMap<>();
        usage.forEach(line -> UsageCsv.series(line)
                .ifPresent(series -> clusters.computeIfAbsent(
                                List.of(series.metric(), series.hour()), any -> new TreeSet<>())
                        .add(series.resource())));
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        List<CoverageRow> rows = new ArrayList<>();
        for (String metric : metrics) {
            for (int i = 0; i < HOURS; i++) {
                Instant hour = midnight.plus(Duration.ofHours(i));
                SortedSet<String> heard = clusters.get(List.of(metric, hour.toString()));
                if (heard == null) {
                    rows.add(new CoverageRow(hour.getEpochSecond(), metric, "", 0, 1));
                } else {
                    heard.forEach(cluster -> rows.add(new CoverageRow(hour.getEpochSecond(), metric, cluster, 1, 1)));
                }
            }
        }
        files.write(day, rows, Map.of());
    }
}
