package org.apportion.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsPropertyTest {
    private static final long SEED = 20261121;
    private static final DateTimeFormatter GENERAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    @Test
    void anyInstantIsWrittenAsTheGeneralFormatterDoesAndReadBackToTheMicrosecond() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(FIRST.getEpochSecond(), END.getEpochSecond()), random.nextInt(1_000_000_000));
            String text = Instants.text(instant);
            assertThat(text).as("seed %s", SEED).isEqualTo(GENERAL.format(instant));
            assertThat(Instants.of(text)).isEqualTo(instant.truncatedTo(ChronoUnit.MICROS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T07:51:00Z", "2026-11-21T07:51:00.123Z", "-0001-01-01T00:00:00.000001Z"})
    void otherFormsOfAnInstantAreReadToo(String text) {
        assertThat(Instants.of(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-13-01T00:00:00.000000Z", "2026-02-30T00:00:00.000000Z", "2026-01-01T0a:00:00.000000Z"})
    void whatIsNoInstantIsRefused(String text) {
        assertThatThrownBy(() -> Instants.of(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void yearsBeyondFourDigitsKeepTheirSign() {
        assertThat(Instants.text(END)).isEqualTo(GENERAL.format(END));
    }
}
