package org.apportion.prometheus;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apportion.model.ApportionException;
import tools.jackson.databind.JsonNode;

/**
 * Asks for the values of a query in a range of hours, one per hour. A day has 24 points per series, far below the 11,000 that a server
 * answers at most; where it or we take less, the range is halved down to one hour.
 */
final class RangeReader {

    /** Is told each series and each of its values. */
    interface Sink {
        /** @param body of the answer as it came, and what was asked */
        void answered(Map<String, String> asked, HourRange range, String body);

        void warning(String text);

        void value(Map<String, String> labels, long hourStart, String text);

        /** A value that is a histogram, which has no single number. */
        void histogram(Map<String, String> labels);
    }

    private final Server server;
    private final Windows windows;
    private final long intervalSeconds;

    RangeReader(Server server, Windows windows, long intervalSeconds) {
        this.server = server;
        this.windows = windows;
        this.intervalSeconds = intervalSeconds;
    }

    /** The text that is asked in place of the query's. */
    String promql(MetricQuery query, String text) {
        return text.replace("$window", windows.text(query.window()))
                .replace("$interval", Long.toString(intervalSeconds));
    }

    void read(MetricQuery query, String text, HourRange range, Sink sink) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("query", promql(query, text));
        asked.put("start", Long.toString(query.evaluationOf(range.first())));
        asked.put("end", Long.toString(query.evaluationOf(range.end() - HourRange.HOUR)));
        asked.put("step", Integer.toString(HourRange.HOUR));
        Server.Outcome outcome = server.ask("query_range", asked, "metric " + query.metric());
        if (outcome instanceof Server.Outcome.TooMuch tooMuch) {
            if (range.hours() == 1) {
                throw PrometheusError.PROMETHEUS_HOUR_TOO_LARGE.at(
                        "metric " + query.metric() + " " + range,
                        "one hour is too much: " + tooMuch.reason(),
                        "Sum by fewer labels or select fewer series, or raise the server's --query.max-samples"
                                + " and --query.timeout.");
            }
            read(query, text, range.firstHalf(), sink);
            read(query, text, range.secondHalf(), sink);
            return;
        }
        Server.Outcome.Answer answer = (Server.Outcome.Answer) outcome;
        answer.warnings().forEach(sink::warning);
        sink.answered(asked, range, answer.body());
        if (!answer.data().path("resultType").asString("").equals("matrix")) {
            throw unreadable(query, "is no matrix");
        }
        for (JsonNode series : answer.data().path("result")) {
            series(query, range, series, sink);
        }
    }

    private static void series(MetricQuery query, HourRange range, JsonNode series, Sink sink) {
        Map<String, String> labels = new HashMap<>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        long shift = query.evaluationOf(0);
        for (JsonNode value : series.path("values")) {
            if (!value.path(0).isNumber() || !value.path(1).isString()) {
                throw unreadable(query, "holds a value that is none");
            }
            BigDecimal time = value.path(0).decimalValue();
            long hour = time.longValue() - shift;
            boolean whole = BigDecimal.valueOf(time.longValue()).compareTo(time) == 0;
            if (!whole || Math.floorMod(hour, HourRange.HOUR) != 0 || hour < range.first() || hour >= range.end()) {
                throw unreadable(query, "holds a time that was not asked for");
            }
            sink.value(labels, hour, value.path(1).stringValue());
        }
        if (!series.path("histograms").isEmpty()) {
            sink.histogram(labels);
        }
    }

    private static ApportionException unreadable(MetricQuery query, String problem) {
        return PrometheusError.PROMETHEUS_ANSWER_UNREADABLE.at(
                "metric " + query.metric(),
                "the answer " + problem + ".",
                "Check that url leads to a server with the interface of Prometheus.");
    }
}
