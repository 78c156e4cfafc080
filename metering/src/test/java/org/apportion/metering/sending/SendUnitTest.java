package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeState;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.junit.jupiter.api.Test;

/** Which waiting charges become one record. */
class SendUnitTest {
    private static final Instant START = Instant.parse("2027-01-01T10:00:00Z");

    /** A charge of one unit for each tag, from one number to another. */
    private static Charge charge(int hour, int from, int to) {
        Map<String, BigDecimal> allocations = new TreeMap<>();
        IntStream.range(from, to).forEach(i -> allocations.put("t=" + i, BigDecimal.ONE));
        Instant start = START.plus(Duration.ofHours(hour));
        ChargeKey key =
                new ChargeKey("shop", "", "seats", new MeteringPeriod(start, start.plus(Duration.ofHours(1))), 0);
        return new Charge(
                key,
                key.idempotencyKey(),
                BigDecimal.valueOf(to - from),
                allocations,
                new ChargeEvidence("", "", ""),
                START,
                ChargeState.PLANNED,
                false,
                "",
                START,
                "",
                "",
                0);
    }

    private static List<SendUnit> units(Charge... charges) {
        return SendUnit.fresh(List.of(charges), Services.KEYS.rules(), dimension -> true);
    }

    @Test
    void summedChargesAddTheirAllocations() {
        assertThat(units(charge(0, 0, 3), charge(1, 2, 4)))
                .singleElement()
                .isInstanceOfSatisfying(SendUnit.Fresh.class, fresh -> {
                    assertThat(fresh.quantity()).isEqualByComparingTo("5");
                    assertThat(fresh.allocations())
                            .isEqualTo(Map.of(
                                    "t=0", BigDecimal.ONE,
                                    "t=1", BigDecimal.ONE,
                                    "t=2", BigDecimal.valueOf(2),
                                    "t=3", BigDecimal.ONE));
                });
    }

    @Test
    void chargesWithMoreTagsThanARecordTakesAreNotSummed() {
        assertThat(units(charge(0, 0, 1_500), charge(1, 1_000, 2_500))).hasSize(1);
        assertThat(units(charge(0, 0, 1_500), charge(1, 1_000, 2_501))).hasSize(2);
    }

    @Test
    void aChargeWithoutTagsIsNotSummedWithOneThatHasSome() {
        assertThat(units(charge(0, 0, 0), charge(1, 0, 2))).hasSize(2);
    }
}
