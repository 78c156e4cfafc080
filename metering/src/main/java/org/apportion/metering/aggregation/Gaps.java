package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.SamplePolicy;

/**
 * Fills stretches without samples. A stretch is a gap if it is longer than one and a half query intervals; it is filled at
 * the query interval from its beginning. Before the first sample only {@code zero} fills, after the last one only {@code zero}
 * and {@code hold_last}.
 */
final class Gaps {
    private static final int INTERPOLATED_DECIMALS = 9;

    private final MeteringPeriod period;
    private final Duration query;
    private final SamplePolicy.Missing policy;

    Gaps(MeteringPeriod period, Duration query, SamplePolicy.Missing policy) {
        this.period = period;
        this.query = query;
        this.policy = policy;
    }

    /** The points and those that fill their gaps, by time. */
    List<Point> fill(List<Point> sorted) {
        if (policy == SamplePolicy.Missing.FLAG) {
            return sorted;
        }
        List<Point> filled = new ArrayList<>(sorted.size());
        if (policy == SamplePolicy.Missing.ZERO) {
            Instant first = sorted.isEmpty() ? period.end() : sorted.get(0).at();
            steps(period.start().minus(query), first).forEach(at -> filled.add(new Point(at, BigDecimal.ZERO)));
        }
        for (int i = 0; i < sorted.size(); i++) {
            Point point = sorted.get(i);
            filled.add(point);
            if (i + 1 < sorted.size()) {
                Point next = sorted.get(i + 1);
                steps(point.at(), next.at()).forEach(at -> filled.add(new Point(at, between(point, next, at))));
            } else if (policy != SamplePolicy.Missing.INTERPOLATE) {
                BigDecimal value = policy == SamplePolicy.Missing.ZERO ? BigDecimal.ZERO : point.value();
                steps(point.at(), period.end()).forEach(at -> filled.add(new Point(at, value)));
            }
        }
        return filled;
    }

    /** The instants that are missing between two known ones, or up to the end of the period. */
    private List<Instant> steps(Instant known, Instant next) {
        List<Instant> steps = new ArrayList<>();
        if (Duration.between(known, next).compareTo(query.multipliedBy(3).dividedBy(2)) <= 0) {
            return steps;
        }
        Instant last = next.minus(query.dividedBy(2));
        for (Instant at = known.plus(query); at.isBefore(last) || isFreeEnd(at, next); at = at.plus(query)) {
            steps.add(at);
        }
        return steps;
    }

    private boolean isFreeEnd(Instant at, Instant next) {
        return next.equals(period.end()) && at.isBefore(next);
    }

    private BigDecimal between(Point left, Point right, Instant at) {
        return switch (policy) {
            case ZERO -> BigDecimal.ZERO;
            case INTERPOLATE -> {
                BigDecimal whole = nanos(left.at(), right.at());
                BigDecimal part = nanos(left.at(), at);
                yield left.value()
                        .add(right.value()
                                .subtract(left.value())
                                .multiply(part)
                                .divide(whole, INTERPOLATED_DECIMALS, RoundingMode.HALF_EVEN));
            }
            case HOLD_LAST, FLAG -> left.value();
        };
    }

    private static BigDecimal nanos(Instant from, Instant to) {
        return new BigDecimal(Duration.between(from, to).toNanos());
    }
}
