package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.UsageAggregation;

/** The arithmetic of {@link UsageAggregation}. Points come sorted by time; none make zero. */
final class Aggregations {
    private static final long SECONDS_OF_HOUR = 3600;
    private static final long SECONDS_OF_DAY = 24 * SECONDS_OF_HOUR;

    private Aggregations() {}

    static BigDecimal of(UsageAggregation aggregation, BillingInterval subPeriod, List<Point> points) {
        if (points.isEmpty()) {
            return BigDecimal.ZERO;
        }
        return switch (aggregation) {
            case AVERAGE -> sum(points).divide(new BigDecimal(points.size()), 0, RoundingMode.CEILING);
            case MAXIMUM ->
                points.stream().map(Point::value).reduce(BigDecimal::max).orElseThrow();
            case MINIMUM ->
                points.stream().map(Point::value).reduce(BigDecimal::min).orElseThrow();
            case CURRENT -> points.get(points.size() - 1).value();
            case SUM -> sum(points);
            case UNIQUE_MAXIMUM -> uniqueMaximum(subPeriod, points);
        };
    }

    private static BigDecimal sum(List<Point> points) {
        return points.stream().map(Point::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal uniqueMaximum(BillingInterval subPeriod, List<Point> points) {
        long seconds = subPeriod == BillingInterval.DAILY ? SECONDS_OF_DAY : SECONDS_OF_HOUR;
        Map<Long, BigDecimal> highest = new HashMap<>();
        for (Point point : points) {
            highest.merge(number(point.at(), seconds), point.value(), BigDecimal::max);
        }
        return highest.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static long number(Instant at, long seconds) {
        return Math.floorDiv(at.getEpochSecond(), seconds);
    }
}
