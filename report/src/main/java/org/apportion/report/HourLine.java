package org.apportion.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The hours that can be told: all of each day that has charges, is not before the first wanted one and is old enough. */
final class HourLine {
    private final NavigableSet<LocalDate> days;

    HourLine(List<LocalDate> charged, MetricsSettings.Hourly settings, Instant now) {
        Instant settled = now.minus(settings.holdBack());
        days = new TreeSet<>();
        for (LocalDate day : charged) {
            boolean wanted = settings.from().map(from -> !day.isBefore(from)).orElse(true);
            boolean ended =
                    !day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(settled);
            if (wanted && ended) {
                days.add(day);
            }
        }
    }

    boolean has(Instant hour) {
        return days.contains(ChargebackHour.dayOf(hour));
    }

    Optional<Instant> first() {
        return days.isEmpty() ? Optional.empty() : Optional.of(begin(days.first()));
    }

    /** The next hour; days without charges are passed over. */
    Optional<Instant> after(Instant hour) {
        Instant next = hour.plus(Duration.ofHours(1));
        return has(next)
                ? Optional.of(next)
                : Optional.ofNullable(days.higher(ChargebackHour.dayOf(hour))).map(HourLine::begin);
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
