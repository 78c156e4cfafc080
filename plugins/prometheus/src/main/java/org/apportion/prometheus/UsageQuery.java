package org.apportion.prometheus;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;

/**
 * A query whose value now is how much of a metric is in use.
 *
 * @param metric as the file's {@code usage_metrics} names it
 * @param query PromQL; a vector or a scalar
 * @param series what several series come to
 * @param dimension how a series names its dimension, for a metric that is reported per dimension
 */
record UsageQuery(String metric, String query, Series series, Optional<LabelTemplate> dimension) {
    private static final List<String> KEYS = List.of(QueryEntry.METRIC, "query", "series", "dimension");

    /** What several series of one metric, or of one of its dimensions, come to. */
    enum Series {
        /** There must be one only. */
        ONE,
        SUM,
        MAXIMUM,
        MINIMUM;

        /** @param values at least one; exactly one for {@link #ONE} */
        BigDecimal of(List<BigDecimal> values) {
            Stream<BigDecimal> all = values.stream();
            return switch (this) {
                case ONE, SUM -> all.reduce(BigDecimal.ZERO, BigDecimal::add);
                case MAXIMUM -> all.reduce(BigDecimal::max).orElseThrow();
                case MINIMUM -> all.reduce(BigDecimal::min).orElseThrow();
            };
        }
    }

    /**
     * Reads a list of queries.
     *
     * @throws ApportionException {@code PROMETHEUS_QUERIES_WRONG} naming the first mistake
     */
    static List<UsageQuery> read(String yaml, String place) {
        return QueryEntry.list(yaml, place, KEYS).stream()
                .map(entry -> new UsageQuery(
                        entry.required(QueryEntry.METRIC),
                        entry.required("query"),
                        series(entry),
                        entry.template("dimension")))
                .toList();
    }

    private static Series series(QueryEntry entry) {
        String word = entry.text("series").orElse("one");
        return Stream.of(Series.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(
                        () -> entry.wrong("series", "is not one of its words", "Write one, sum, maximum or minimum."));
    }
}
