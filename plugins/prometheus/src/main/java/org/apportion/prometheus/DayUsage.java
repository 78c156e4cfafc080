package org.apportion.prometheus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The values of one metric on one day, and what of the answers could not become a value. */
final class DayUsage implements RangeReader.Sink {

    /** What a value belongs to. */
    record Key(long hour, String resource, String consumer) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::hour).thenComparing(Key::resource).thenComparing(Key::consumer);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** One request and its answer. */
    record Asked(Map<String, String> form, HourRange range, String body) {}

    private final MetricQuery query;
    private final Map<Key, BigDecimal> values = new TreeMap<>();
    private final Map<Long, Long> series = new TreeMap<>();
    private final Map<String, Long> dropped = new TreeMap<>();
    private final TreeSet<String> warnings = new TreeSet<>();
    private final List<Asked> asked = new ArrayList<>();

    DayUsage(MetricQuery query) {
        this.query = query;
    }

    MetricQuery query() {
        return query;
    }

    /** In order of hour, resource, consumer; several series of one key are summed. */
    Map<Key, BigDecimal> values() {
        return values;
    }

    /** Hours that have a value, with the number of series that brought one. */
    Map<Long, Long> series() {
        return series;
    }

    /** Reason to number of values. */
    Map<String, Long> dropped() {
        return dropped;
    }

    TreeSet<String> warnings() {
        return warnings;
    }

    List<Asked> asked() {
        return asked;
    }

    @Override
    public void answered(Map<String, String> form, HourRange range, String body) {
        asked.add(new Asked(form, range, body));
    }

    @Override
    public void warning(String text) {
        warnings.add(text);
    }

    @Override
    public void value(Map<String, String> labels, long hourStart, String text) {
        Optional<BigDecimal> number = number(text);
        if (number.isEmpty()) {
            drop(text.matches("[-+]?Inf|NaN") ? text : "no number");
            return;
        }
        Optional<String> resource = query.resource().of(labels);
        Optional<String> consumer = query.consumer().of(labels);
        if (resource.isEmpty() || consumer.isEmpty()) {
            drop(resource.isEmpty() ? "no resource" : "no consumer");
            return;
        }
        if (number.get().signum() < 0) {
            drop("negative");
            return;
        }
        values.merge(new Key(hourStart, resource.get(), consumer.get()), number.get(), BigDecimal::add);
        series.merge(hourStart, 1L, Long::sum);
    }

    /**
     * Takes in what an earlier reading had of hours of a resource of which this one has nothing.
     *
     * @return those hours
     */
    Set<Long> addMissing(Map<Key, BigDecimal> earlier) {
        Set<List<Object>> measured = new HashSet<>();
        values.keySet().forEach(key -> measured.add(List.of(key.hour(), key.resource())));
        Set<Long> added = new TreeSet<>();
        earlier.forEach((key, value) -> {
            if (!measured.contains(List.of(key.hour(), key.resource()))) {
                values.put(key, value);
                added.add(key.hour());
            }
        });
        return added;
    }

    @Override
    public void histogram(Map<String, String> labels) {
        drop("histogram");
    }

    private void drop(String reason) {
        dropped.merge(reason, 1L, Long::sum);
    }

    static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
