package org.apportion.report.exposition;

import java.util.List;

/**
 * A metric with all its series. All of them are gauges: amounts go down too, by credits and corrections.
 *
 * @param name as Prometheus allows it: letters, digits and {@code _}
 * @param help one sentence
 * @param unit last word of the name if it is a unit, such as {@code seconds}; else empty
 * @param labels names of the labels, in the order of the samples' values
 */
public record MetricFamily(String name, String help, String unit, List<String> labels, List<MetricSample> samples) {

    public MetricFamily {
        labels = List.copyOf(labels);
        samples = List.copyOf(samples);
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new IllegalArgumentException(name + " does not end with its unit " + unit);
        }
        for (MetricSample sample : samples) {
            if (sample.values().size() != labels.size()) {
                throw new IllegalArgumentException(name + " has other labels than " + labels);
            }
        }
    }

    /** Without a unit. */
    public static MetricFamily of(String name, String help, List<String> labels, List<MetricSample> samples) {
        return new MetricFamily(name, help, "", labels, samples);
    }
}
