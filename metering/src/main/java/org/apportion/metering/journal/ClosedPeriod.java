package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.MeteringPeriod;

/**
 * A closed period.
 *
 * @param samples how many readings counted
 * @param used billable usage by metric
 * @param compactedAt when its samples were dropped; their digest and this row stay
 * @param termsDigest of {@link PeriodClose#terms}; empty if they were not kept
 */
public record ClosedPeriod(
        MeteredProduct account,
        MeteringPeriod period,
        PeriodClose.Kind kind,
        BigDecimal coverage,
        int samples,
        String inputsDigest,
        Map<String, BigDecimal> used,
        Instant closedAt,
        Optional<Instant> compactedAt,
        String termsDigest) {}
