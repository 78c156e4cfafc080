package org.apportion.model.metering;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A dimension of the listing with the usage it takes.
 *
 * @param min inclusive; empty: from zero
 * @param max inclusive; empty: without end
 * @param sum whether metrics that share this dimension are added; else sharing is a mistake of the configuration
 */
public record DimensionBand(String dimension, Optional<BigDecimal> min, Optional<BigDecimal> max, boolean sum) {

    /** Whether a usage lies inside both bounds. */
    public boolean holds(BigDecimal usage) {
        return reaches(usage) && max.map(bound -> usage.compareTo(bound) <= 0).orElse(true);
    }

    /** Whether a usage lies at or above the lower bound. */
    public boolean reaches(BigDecimal usage) {
        return min.map(bound -> usage.compareTo(bound) >= 0).orElse(true);
    }
}
