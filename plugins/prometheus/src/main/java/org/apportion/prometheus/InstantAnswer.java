package org.apportion.prometheus;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.model.ApportionException;
import tools.jackson.databind.JsonNode;

/** The answer to one query at one instant: one value, one per dimension, or the reason why there is none. */
final class InstantAnswer {
    /** Longer numbers are no counts. */
    private static final int LONGEST_NUMBER = 60;
    /** What a binary number of 64 bits holds of any decimal fraction; the digits behind come from adding such numbers up. */
    private static final MathContext BINARY = new MathContext(15);

    private final UsageQuery query;
    private final JsonNode data;

    InstantAnswer(UsageQuery query, JsonNode data) {
        this.query = query;
        this.data = data;
    }

    /** What there is, or why nothing is: exactly one of the two is not empty. */
    record Values(Map<String, BigDecimal> byDimension, String problem) {
        static Values none(String problem) {
            return new Values(Map.of(), problem);
        }
    }

    /**
     * The values by dimension; the dimension of a metric that is not reported per dimension is empty.
     *
     * @throws ApportionException {@code PROMETHEUS_ANSWER_UNREADABLE}
     */
    Values values() {
        Optional<List<Series>> all = series();
        if (all.isEmpty()) {
            return Values.none("the query gives neither a vector nor a scalar");
        }
        Map<String, List<BigDecimal>> found = new TreeMap<>();
        for (Series each : all.get()) {
            Optional<String> dimension = query.dimension()
                    .map(template -> template.of(each.labels()))
                    .orElse(Optional.of(""));
            if (dimension.isEmpty()) {
                return Values.none("a series lacks the label that names its dimension");
            }
            Optional<BigDecimal> value = each.isHistogram() ? Optional.empty() : number(each.point());
            if (value.isEmpty()) {
                return Values.none(each.isHistogram() ? "a series is a histogram" : "a value is no number");
            }
            found.computeIfAbsent(dimension.get(), any -> new ArrayList<>()).add(value.get());
        }
        return whole(found);
    }

    /** @param point a time and a text */
    private record Series(Map<String, String> labels, JsonNode point, boolean isHistogram) {}

    /** Empty if the answer is of another kind. */
    private Optional<List<Series>> series() {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asString("")) {
            case "scalar" -> Optional.of(List.of(new Series(Map.of(), result, false)));
            case "vector" -> {
                List<Series> series = new ArrayList<>();
                result.forEach(each -> series.add(new Series(labels(each), each.path("value"), each.has("histogram"))));
                yield Optional.of(series);
            }
            default -> Optional.empty();
        };
    }

    private Values whole(Map<String, List<BigDecimal>> found) {
        if (found.isEmpty()) {
            return Values.none("there is no series");
        }
        Map<String, BigDecimal> values = new TreeMap<>();
        for (Map.Entry<String, List<BigDecimal>> each : found.entrySet()) {
            if (each.getValue().size() > 1 && query.series() == UsageQuery.Series.ONE) {
                return Values.none("there are " + each.getValue().size()
                        + " series where one is expected; sum them in the query, or write series: sum");
            }
            values.put(each.getKey(), query.series().of(each.getValue()));
        }
        return new Values(values, "");
    }

    private static Map<String, String> labels(JsonNode series) {
        Map<String, String> labels = new HashMap<>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }

    /** Empty for NaN, infinities and what is too long for a count. */
    private Optional<BigDecimal> number(JsonNode point) {
        if (!point.path(0).isNumber() || !point.path(1).isString()) {
            throw PrometheusError.PROMETHEUS_ANSWER_UNREADABLE.at(
                    "metric " + query.metric(),
                    "the answer holds a value that is none.",
                    "Check that url leads to a server with the interface of Prometheus.");
        }
        String text = point.path(1).stringValue();
        return text.length() > LONGEST_NUMBER
                ? Optional.empty()
                : DayUsage.number(text)
                        .filter(number -> Math.abs((long) number.scale()) <= LONGEST_NUMBER)
                        .map(InstantAnswer::withoutNoise);
    }

    /** The server adds in binary: 0.1 and 0.2 are 0.30000000000000004 there, which is no more than 0.3 to whoever pays. */
    private static BigDecimal withoutNoise(BigDecimal number) {
        return number.scale() <= 0 ? number : number.round(BINARY).stripTrailingZeros();
    }
}
