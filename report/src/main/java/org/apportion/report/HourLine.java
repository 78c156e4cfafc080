package org.apportion.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apportion.model.BillingMonth;

/**
 * The hours that can be told, one after another: all of each day that has charges and is settled. A day is settled when its bill
 * was read (not only when it is now) so long after its end that it changes no more, or when its month is closed. A day with shares of
 * the whole month changes in these until the month ends, and waits for that if it is told so. The line ends
 * before the first day that is not settled or is missing, since hours once told are not told again; a month later what is
 * there counts, so that it never ends for good.
 */
final class HourLine {
    private static final Duration PATIENCE = Duration.ofDays(30);

    private final NavigableSet<LocalDate> days = new TreeSet<>();

    /** @param charged in order of their days */
    HourLine(List<ChargedDay> charged, MetricsSettings.Hourly settings, Instant now) {
        LocalDate before = null;
        for (ChargedDay one : charged) {
            LocalDate day = one.day();
            if (settings.from().map(day::isBefore).orElse(false)) {
                continue;
            }
            Instant settled = lastEnd(one, settings).plus(settings.holdBack());
            boolean isSettled = !settled.isAfter(one.read()) && !settled.isAfter(now);
            boolean isOld = !settled.plus(PATIENCE).isAfter(now);
            boolean isGap = before != null
                    && before.plusDays(1).isBefore(day)
                    && end(before.plusDays(1))
                            .plus(settings.holdBack())
                            .plus(PATIENCE)
                            .isAfter(now);
            if (isGap || !(isSettled || isOld)) {
                return;
            }
            days.add(day);
            before = day;
        }
    }

    /**
     * A day that has charges.
     *
     * @param months billing months of its charges
     * @param sharing the last month of which some change while its bill grows, see {@link SharesOfMonth}; a month that only booked
     *     corrections is none
     * @param read when the oldest of them was read from the bills; {@link Instant#MAX} if all are closed
     */
    record ChargedDay(LocalDate day, Months months, Optional<BillingMonth> sharing, Instant read) {}

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

    /** Of the day, or of its bill's month where its shares are told then. */
    private static Instant lastEnd(ChargedDay one, MetricsSettings.Hourly settings) {
        Instant day = end(one.day());
        if (!settings.sharesAtMonthEnd() || one.sharing().isEmpty()) {
            return day;
        }
        Instant month = begin(one.sharing().get().endDay());
        return month.isAfter(day) ? month : day;
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant end(LocalDate day) {
        return begin(day.plusDays(1));
    }
}
