package org.apportion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MovableClockTest {
    private final MovableClock clock = MovableClock.at("2026-11-01T06:00:00Z");

    @Test
    void standsStillUntilItIsMoved() {
        assertThat(clock.instant()).isEqualTo(clock.instant());
        clock.advance(Duration.ofMinutes(5));
        assertThat(clock.instant()).isEqualTo("2026-11-01T06:05:00Z");
    }

    @Test
    void goesBackOnlyWhenSet() {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofSeconds(-1)));
        clock.set(Instant.EPOCH);
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }
}
