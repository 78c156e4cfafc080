package org.apportion.spi.metering;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the product said at one instant.
 *
 * @param reportedAt the product's own reporting time
 * @param metrics name to value, exactly as told
 * @param dimensions where the product reports per dimension itself: metric, then dimension, to value; else empty
 * @param baseProduct such as a CPE name
 * @param tags which part of a metric's value belongs to which tag ({@code key=value}): metric, then tag, to value; what is left
 *     has no tag. Empty where the product does not tell
 */
public record UsageReading(
        Instant reportedAt,
        Map<String, BigDecimal> metrics,
        Map<String, Map<String, BigDecimal>> dimensions,
        Optional<String> baseProduct,
        Map<String, Map<String, BigDecimal>> tags) {
    public UsageReading {
        metrics = Map.copyOf(metrics);
        dimensions = Map.copyOf(dimensions);
        tags = Map.copyOf(tags);
    }

    /** Without tags. */
    public UsageReading(
            Instant reportedAt,
            Map<String, BigDecimal> metrics,
            Map<String, Map<String, BigDecimal>> dimensions,
            Optional<String> baseProduct) {
        this(reportedAt, metrics, dimensions, baseProduct, Map.of());
    }
}
