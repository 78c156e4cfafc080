package org.apportion.prometheus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.http.CoverageRow;
import org.apportion.model.Counted;
import org.jspecify.annotations.Nullable;

/** Sums up what a person should know of a fetch, a sentence per metric and matter. */
final class FetchNotes {

    private static final class Metric {
        private long hours;
        private long empty;
        private @Nullable Long firstEmpty;
        private long thin;
        private @Nullable CoverageRow thinnest;
        private final Map<String, Long> dropped = new TreeMap<>();
        private final TreeSet<String> warnings = new TreeSet<>();
    }

    private final Map<String, Metric> metrics = new TreeMap<>();
    private final List<String> others = new ArrayList<>();

    void add(DayUsage usage, HourRange range) {
        Metric metric = metrics.computeIfAbsent(usage.query().metric(), any -> new Metric());
        usage.dropped().forEach((reason, count) -> metric.dropped.merge(reason, count, Long::sum));
        metric.warnings.addAll(usage.warnings());
        for (long hour = range.first(); hour < range.end(); hour += HourRange.HOUR) {
            metric.hours++;
            if (!usage.series().containsKey(hour)) {
                metric.empty++;
                metric.firstEmpty = metric.firstEmpty == null ? hour : metric.firstEmpty;
            }
        }
    }

    void add(CoverageRow row) {
        if (row.expected() == 0 || row.found() == 0 || row.found() >= row.expected()) {
            return;
        }
        Metric metric = metrics.computeIfAbsent(row.metric(), any -> new Metric());
        metric.thin++;
        if (metric.thinnest == null || row.found() < metric.thinnest.found()) {
            metric.thinnest = row;
        }
    }

    void add(String sentence) {
        others.add(sentence);
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        metrics.forEach((name, metric) -> {
            if (metric.empty > 0) {
                sentences.add(name + ": " + metric.empty + " of " + Counted.of(metric.hours, "hour")
                        + " without a value, the first at "
                        + Instant.ofEpochSecond(metric.firstEmpty == null ? 0 : metric.firstEmpty) + ".");
            }
            if (metric.thinnest != null) {
                CoverageRow row = metric.thinnest;
                sentences.add(name + ": " + Counted.of(metric.thin, "hour") + " with less than the expected samples,"
                        + " the least " + row.found() + " of " + row.expected() + " at "
                        + Instant.ofEpochSecond(row.hour())
                        + (row.resource().isEmpty() ? "" : " for " + row.resource()) + ".");
            }
            metric.dropped.forEach((reason, count) ->
                    sentences.add(name + ": " + Counted.of(count, "value") + " left out: " + reason + "."));
            metric.warnings.forEach(warning -> sentences.add(name + ": the server warns: " + warning));
        });
        sentences.addAll(others);
        return sentences;
    }
}
