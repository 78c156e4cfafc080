package org.apportion.metering.document;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageReading;

/**
 * A billed period as the documents tell it.
 *
 * @param billedAt when it was closed
 * @param used billable usage by metric
 * @param lines one per dimension that was sent
 * @param samples all samples of the period that counted, by time
 */
public record Bill(
        MeteringPeriod period,
        Instant billedAt,
        Map<String, BigDecimal> used,
        List<Line> lines,
        List<UsageReading> samples) {
    public Bill {
        lines = List.copyOf(lines);
        samples = List.copyOf(samples);
    }

    /**
     * One dimension of a bill.
     *
     * @param recordId the marketplace's; empty if it was not billed, or nothing had to be sent
     * @param error why it was not billed; empty if it was
     */
    public record Line(String dimension, BigDecimal quantity, String recordId, String error) {}
}
