package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.report.exposition.MetricSample;

/**
 * Keeps a family's number of series bounded and its sum whole: per currency the largest by absolute amount stay, all others
 * become one series whose labels say {@code other}.
 *
 * @param most series per currency besides {@code other}; at least 1
 */
record SeriesLimit(int most) {
    static final String OTHER = "other";

    /** @param samples the first label's value is the currency */
    List<MetricSample> cut(List<MetricSample> samples) {
        Map<String, List<MetricSample>> byCurrency = new LinkedHashMap<>();
        samples.forEach(sample -> byCurrency
                .computeIfAbsent(sample.values().get(0), any -> new ArrayList<>())
                .add(sample));
        List<MetricSample> kept = new ArrayList<>();
        byCurrency.values().forEach(group -> kept.addAll(cutOne(group)));
        return kept;
    }

    private List<MetricSample> cutOne(List<MetricSample> group) {
        if (group.size() <= most) {
            return group;
        }
        List<MetricSample> bySize = new ArrayList<>(group);
        bySize.sort(
                Comparator.comparing((MetricSample sample) -> sample.number().abs())
                        .reversed()
                        .thenComparing(sample -> String.join("\n", sample.values())));
        BigDecimal rest = bySize.subList(most, bySize.size()).stream()
                .map(MetricSample::number)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        List<String> labels =
                new ArrayList<>(Collections.nCopies(group.get(0).values().size(), OTHER));
        labels.set(0, group.get(0).values().get(0));
        List<MetricSample> kept = new ArrayList<>(bySize.subList(0, most));
        kept.add(MetricSample.of(labels, rest));
        return kept;
    }
}
