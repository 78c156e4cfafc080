package org.apportion.metering.dimension;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a period comes to, per dimension.
 *
 * @param quantities dimension to quantity, in the order of the configuration; zeros included
 * @param metrics dimension to the metrics that are in it
 * @param unmapped usage that no dimension takes
 */
public record DimensionUsage(
        Map<String, BigDecimal> quantities, Map<String, List<String>> metrics, List<Unmapped> unmapped) {
    public DimensionUsage {
        quantities = Collections.unmodifiableMap(new LinkedHashMap<>(quantities));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        unmapped = List.copyOf(unmapped);
    }

    /**
     * Usage that no dimension takes.
     *
     * @param dimension as the product reported it; empty unless it reports per dimension
     * @param error the text that the adapter's users know
     */
    public record Unmapped(String metric, String dimension, BigDecimal usage, String error) {}
}
