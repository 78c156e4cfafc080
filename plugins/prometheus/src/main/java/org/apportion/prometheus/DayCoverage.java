package org.apportion.prometheus;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** How many raw samples stand behind the values of one metric on one day, per hour and, where the query tells it, resource. */
final class DayCoverage implements RangeReader.Sink {
    private final MetricQuery query;
    private final Map<DayUsage.Key, Long> found = new TreeMap<>();

    DayCoverage(MetricQuery query) {
        this.query = query;
    }

    /** Samples by hour and resource, which is empty if the query does not tell it; the consumer is always empty. */
    Map<DayUsage.Key, Long> found() {
        return found;
    }

    @Override
    public void answered(Map<String, String> form, HourRange range, String body) {
        // Evidence is kept of values; what is counted here follows from the same server.
    }

    @Override
    public void warning(String text) {
        // The server says the same about the query itself.
    }

    @Override
    public void value(Map<String, String> labels, long hourStart, String text) {
        BigDecimal number = DayUsage.number(text).orElse(BigDecimal.ZERO);
        String resource = query.resource().of(labels).orElse("");
        found.merge(
                new DayUsage.Key(hourStart, resource, ""),
                number.setScale(0, RoundingMode.DOWN).longValue(),
                Math::max);
    }

    @Override
    public void histogram(Map<String, String> labels) {
        // A count is a number.
    }
}
