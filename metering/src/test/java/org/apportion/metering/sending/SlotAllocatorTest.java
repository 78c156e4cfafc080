package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.model.metering.MeteringPeriod;
import org.junit.jupiter.api.Test;

/** Six hours of window, a quarter of an hour of margin, two minutes of tolerance. */
class SlotAllocatorTest {
    private static final MeteringPeriod TENTH = period("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z");
    private final SlotAllocator slots = new SlotAllocator(Services.KEYS_AND_HOURS.rules(), SendingSettings.standard());

    @Test
    void aChargeIsDatedIntoTheLastSecondOfItsPeriod() {
        assertThat(choose("2026-11-11T00:10:00Z")).isEqualTo("2026-11-10T23:59:59Z");
    }

    @Test
    void ifThatHourIsTakenTheNextOneServes() {
        assertThat(choose("2026-11-11T00:10:00Z", "2026-11-10T23:00:00Z")).isEqualTo("2026-11-11T00:08:00Z");
    }

    @Test
    void ifAllHoursAreTakenItWaits() {
        assertThat(choose("2026-11-11T00:10:00Z", "2026-11-10T23:00:00Z", "2026-11-11T00:00:00Z"))
                .isEqualTo("none");
    }

    @Test
    void anOldPeriodIsDatedAsEarlyAsTheWindowAllows() {
        assertThat(choose("2026-11-12T12:00:00Z")).isEqualTo("2026-11-12T06:15:00Z");
    }

    @Test
    void theNextOldPeriodTakesTheNextHour() {
        assertThat(choose("2026-11-12T12:00:00Z", "2026-11-12T06:00:00Z")).isEqualTo("2026-11-12T07:59:59Z");
    }

    @Test
    void nothingIsDatedIntoTheFutureOfASlowerClock() {
        assertThat(choose("2026-11-11T00:00:30Z")).isEqualTo("2026-11-10T23:58:30Z");
    }

    @Test
    void afterAnExpiryTheNewestFreeHourIsTaken() {
        assertThat(slots.choose(TENTH, at("2026-11-11T00:10:00Z"), Set.of(at("2026-11-11T00:00:00Z")), true))
                .contains(at("2026-11-10T23:59:59Z"));
    }

    @Test
    void withoutHoursOnlyTheWindowCounts() {
        SlotAllocator free = new SlotAllocator(Services.KEYS.rules(), SendingSettings.standard());
        assertThat(free.choose(TENTH, at("2026-11-11T00:10:00Z"), Set.of(at("2026-11-10T23:00:00Z")), false))
                .contains(at("2026-11-10T23:59:59Z"));
    }

    private String choose(String now, String... taken) {
        Set<Instant> hours = Arrays.stream(taken).map(SlotAllocatorTest::at).collect(Collectors.toSet());
        return slots.choose(TENTH, at(now), hours, false).map(Instant::toString).orElse("none");
    }

    private static MeteringPeriod period(String start, String end) {
        return new MeteringPeriod(at(start), at(end));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
