package org.apportion.metering.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.MeteringPeriod;
import org.junit.jupiter.api.Test;

final class PeriodCalendarTest {
    private static final Instant JANUARY_31 = Instant.parse("2028-01-31T10:00:00Z");

    private static PeriodCalendar calendar(BillingInterval interval, Instant anchor, String... dates) {
        return new PeriodCalendar(
                new BillingCycle(
                        interval, List.of(dates).stream().map(LocalDate::parse).toList(), Optional.empty(), 0),
                anchor);
    }

    @Test
    void monthsKeepTheAnchorsDay() {
        PeriodCalendar calendar = calendar(BillingInterval.MONTHLY, JANUARY_31);

        assertThat(List.of(0L, 1L, 2L, 3L))
                .map(i -> calendar.period(i).orElseThrow().end())
                .containsExactly(
                        Instant.parse("2028-02-29T10:00:00Z"),
                        Instant.parse("2028-03-31T10:00:00Z"),
                        Instant.parse("2028-04-30T10:00:00Z"),
                        Instant.parse("2028-05-31T10:00:00Z"));
    }

    @Test
    void fixedDatesEndPeriodsAtMidnight() {
        PeriodCalendar calendar =
                calendar(BillingInterval.FIXED, Instant.parse("2026-06-01T08:00:00Z"), "2027-01-01", "2028-01-01");

        assertThat(calendar.period(0))
                .contains(new MeteringPeriod(
                        Instant.parse("2026-06-01T08:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(calendar.period(1))
                .contains(new MeteringPeriod(
                        Instant.parse("2027-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z")));
        assertThat(calendar.period(2)).isEmpty();
    }

    @Test
    void fixedDatesBeforeTheAnchorAreOver() {
        PeriodCalendar calendar =
                calendar(BillingInterval.FIXED, Instant.parse("2027-06-01T08:00:00Z"), "2027-01-01", "2028-01-01");

        assertThat(calendar.period(0).orElseThrow().end()).isEqualTo("2028-01-01T00:00:00Z");
    }

    @Test
    void thePeriodOfAnInstantIsFoundFarAhead() {
        PeriodCalendar calendar = calendar(BillingInterval.HOURLY, JANUARY_31);

        assertThat(calendar.containing(Instant.parse("2031-01-31T10:59:59Z")))
                .contains(new MeteringPeriod(
                        Instant.parse("2031-01-31T10:00:00Z"), Instant.parse("2031-01-31T11:00:00Z")));
        assertThat(calendar.containing(JANUARY_31.minusNanos(1))).isEmpty();
    }

    @Test
    void periodsFollowEachOtherAndHoldWhatTheySay() {
        long seed = 7;
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            BillingInterval interval = BillingInterval.values()[random.nextInt(3)];
            Instant anchor = Instant.ofEpochSecond(1_600_000_000L + random.nextInt(400_000_000));
            PeriodCalendar calendar = calendar(interval, anchor);
            long index = random.nextInt(2_000);
            MeteringPeriod period = calendar.period(index).orElseThrow();
            assertThat(calendar.period(index + 1).orElseThrow().start())
                    .as("seed %d", seed)
                    .isEqualTo(period.end());
            assertThat(calendar.containing(period.start())).contains(period);
            assertThat(calendar.containing(period.end().minusNanos(1))).contains(period);
        }
    }

    @Test
    void reportsKeepTheirSlotsHoweverLateATickIs() {
        ReportSlots slots = new ReportSlots(JANUARY_31, Duration.ofHours(1));

        assertThat(slots.at(Instant.parse("2028-01-31T12:59:59Z"))).isEqualTo(2);
        assertThat(slots.next(Instant.parse("2028-01-31T12:59:59Z"))).isEqualTo("2028-01-31T13:00:00Z");
        assertThat(slots.at(JANUARY_31.minusSeconds(1))).isNegative();
    }
}
