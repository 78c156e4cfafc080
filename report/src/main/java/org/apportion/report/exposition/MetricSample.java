package org.apportion.report.exposition;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One series' number.
 *
 * @param values of the labels; empty text is no value, as Prometheus has it
 * @param number exact
 * @param at when it holds; empty leaves the time to the reader
 */
public record MetricSample(List<String> values, BigDecimal number, Optional<Instant> at) {

    public MetricSample {
        values = List.copyOf(values);
    }

    public static MetricSample of(List<String> values, BigDecimal number) {
        return new MetricSample(values, number, Optional.empty());
    }

    public static MetricSample of(List<String> values, long number) {
        return of(values, BigDecimal.valueOf(number));
    }
}
