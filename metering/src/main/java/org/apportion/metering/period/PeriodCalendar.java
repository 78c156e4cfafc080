package org.apportion.metering.period;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.MeteringPeriod;

/**
 * The billing periods of one product and customer: number 0 begins at the anchor, each other where the one before ends.
 *
 * <p>Every boundary is computed from the anchor, never from the boundary before it. With the anchor 2028-01-31T10:00Z monthly
 * periods end on 29 February, 31 March, 30 April at 10:00. Of fixed dates, those not after the anchor are passed over; after
 * the last date there is no further period.
 */
public final class PeriodCalendar {
    private static final Duration TEST_PERIOD = Duration.ofMinutes(5);

    private final BillingInterval interval;
    private final Instant anchor;
    private final List<Instant> dates;

    public PeriodCalendar(BillingCycle cycle, Instant anchor) {
        this.interval = cycle.interval();
        this.anchor = anchor;
        this.dates = cycle.dates().stream()
                .map(PeriodCalendar::midnight)
                .filter(date -> date.isAfter(anchor))
                .sorted()
                .distinct()
                .toList();
    }

    /**
     * A period by its number, from 0.
     *
     * @return empty after the last fixed date
     */
    public Optional<MeteringPeriod> period(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("Periods count from 0: " + index + ".");
        }
        if (interval == BillingInterval.FIXED && index >= dates.size()) {
            return Optional.empty();
        }
        return Optional.of(new MeteringPeriod(boundary(index), boundary(index + 1)));
    }

    /**
     * What is left from an instant on of the period that holds it: the whole period if it begins there.
     *
     * @return empty before the anchor and after the last fixed date
     */
    public Optional<MeteringPeriod> startingAt(Instant start) {
        return containing(start).map(period -> new MeteringPeriod(start, period.end()));
    }

    /** The period that holds an instant; empty before the anchor and after the last fixed date. */
    public Optional<MeteringPeriod> containing(Instant instant) {
        if (instant.isBefore(anchor)) {
            return Optional.empty();
        }
        long low = 0;
        long high = 1;
        while (period(high).isPresent() && !boundary(high).isAfter(instant)) {
            low = high;
            high *= 2;
        }
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            boolean starts = period(middle).isPresent() && !boundary(middle).isAfter(instant);
            low = starts ? middle : low;
            high = starts ? high : middle - 1;
        }
        return period(low).filter(period -> period.contains(instant));
    }

    private Instant boundary(long index) {
        OffsetDateTime start = anchor.atOffset(ZoneOffset.UTC);
        return switch (interval) {
            case HOURLY -> start.plusHours(index).toInstant();
            case DAILY -> start.plusDays(index).toInstant();
            case MONTHLY -> start.plusMonths(index).toInstant();
            case TEST -> anchor.plus(TEST_PERIOD.multipliedBy(index));
            case FIXED -> index == 0 ? anchor : dates.get(Math.toIntExact(index - 1));
        };
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
