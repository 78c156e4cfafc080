package org.apportion.model.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChargeKeyTest {
    private static final MeteringPeriod HOUR = period("2026-10-01T00:00:00Z", "2026-10-01T01:00:00Z");

    @Test
    void theKeyNeverChangesBecauseMarketplacesRememberIt() {
        assertThat(new ChargeKey("shop", "cust-1", "seats", HOUR, 0).idempotencyKey())
                .isEqualTo("bfa38324f6a37a36509b2a91581d119f3490134c773b1a9636f2490480a5fe9a");
    }

    @Test
    void whereOnePartEndsIsPartOfTheKey() {
        assertThat(new ChargeKey("ab", "c", "seats", HOUR, 0).idempotencyKey())
                .isNotEqualTo(new ChargeKey("a", "bc", "seats", HOUR, 0).idempotencyKey());
    }

    @Test
    void anAdjustmentHasItsOwnKey() {
        assertThat(new ChargeKey("shop", "", "seats", HOUR, 1).idempotencyKey())
                .isNotEqualTo(new ChargeKey("shop", "", "seats", HOUR, 0).idempotencyKey());
    }

    @Test
    void aChargeNamesItsProductAndItsDimension() {
        assertThatThrownBy(() -> new ChargeKey("", "", "seats", HOUR, 0)).hasMessageContaining("names its product");
        assertThatThrownBy(() -> new ChargeKey("shop", "", "", HOUR, 0)).hasMessageContaining("its dimension");
    }

    @Test
    void revisionsCountUpFromZero() {
        assertThatThrownBy(() -> new ChargeKey("shop", "", "seats", HOUR, -1)).hasMessageContaining("-1");
    }

    @Test
    void aPeriodHoldsItsStartAndNotItsEnd() {
        assertThat(HOUR.contains(HOUR.start())).isTrue();
        assertThat(HOUR.contains(HOUR.end().minusNanos(1))).isTrue();
        assertThat(HOUR.contains(HOUR.end())).isFalse();
        assertThat(HOUR.contains(HOUR.start().minusNanos(1))).isFalse();
    }

    @Test
    void aPeriodEndsAfterItStarts() {
        assertThatThrownBy(() -> period("2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"))
                .hasMessageStartingWith("A period ends after it starts");
    }

    private static MeteringPeriod period(String start, String end) {
        return new MeteringPeriod(Instant.parse(start), Instant.parse(end));
    }
}
