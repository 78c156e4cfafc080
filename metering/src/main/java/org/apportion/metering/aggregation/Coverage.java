package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.apportion.model.metering.MeteringPeriod;

/**
 * How much of a period was measured: of the query intervals that begin in it, those with a sample.
 *
 * @param measured intervals with at least one sample
 * @param expected intervals in the period, at least one
 */
public record Coverage(long measured, long expected) {

    static Coverage of(MeteringPeriod period, Collection<Instant> samples, Duration query) {
        long length = Duration.between(period.start(), period.end()).toNanos();
        long step = query.toNanos();
        long expected = Math.max(1, (length + step - 1) / step);
        long measured = samples.stream()
                .mapToLong(at -> Duration.between(period.start(), at).toNanos() / step)
                .distinct()
                .count();
        return new Coverage(measured, expected);
    }

    /** From 0 to 1, four decimals, rounded down, so that 1 means all. */
    public BigDecimal share() {
        return new BigDecimal(measured).divide(new BigDecimal(expected), 4, RoundingMode.DOWN);
    }

    /** Such as {@code 99.5 %}. */
    public String percent() {
        return share().movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }
}
