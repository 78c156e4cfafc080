package org.apportion.prometheus;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.apportion.model.ApportionException;

/** Reads the queries of a fetch: each entry has the fields of {@link MetricQuery}. */
final class QueryList {
    private static final List<String> KEYS =
            List.of(QueryEntry.METRIC, "query", "resource", "consumer", "unit", "window", "at", "samples");
    private static final Duration HOUR = Duration.ofHours(1);

    private QueryList() {}

    /**
     * @param place name of the file or setting, for messages
     * @throws ApportionException {@code PROMETHEUS_QUERIES_WRONG} naming the first mistake
     */
    static List<MetricQuery> read(String yaml, String place) {
        return QueryEntry.list(yaml, place, KEYS).stream().map(QueryList::query).toList();
    }

    private static MetricQuery query(QueryEntry entry) {
        String metric = entry.required(QueryEntry.METRIC);
        if (!metric.matches("[A-Za-z_][A-Za-z0-9_.-]{0,99}")) {
            throw entry.wrong(QueryEntry.METRIC, "is not a name", "Use letters, digits, underscores, dots and dashes.");
        }
        String when = entry.text("at").orElse("end");
        if (!when.equals("end") && !when.equals("start")) {
            throw entry.wrong("at", "is neither end nor start", "Write end or start.");
        }
        return new MetricQuery(
                metric,
                entry.required("query"),
                template(entry, "resource"),
                template(entry, "consumer"),
                entry.text("unit").orElse(""),
                entry.text("window").map(text -> window(entry, text)).orElse(HOUR),
                when.equals("end") ? MetricQuery.At.END : MetricQuery.At.START,
                entry.text("samples"));
    }

    private static LabelTemplate template(QueryEntry entry, String key) {
        return entry.template(key).orElseThrow(() -> entry.wrong(key, "is missing", "Add it."));
    }

    private static Duration window(QueryEntry entry, String text) {
        try {
            Duration window = Duration.parse(text);
            if (window.compareTo(Duration.ofSeconds(1)) >= 0 && window.getNano() == 0) {
                return window;
            }
        } catch (DateTimeException e) {
            throw entry.wrong("window", "is not a duration", "Write it as PT1H.");
        }
        throw entry.wrong("window", "is not a number of whole seconds", "Write it as PT1H.");
    }
}
