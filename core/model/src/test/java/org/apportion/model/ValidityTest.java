package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
    private static final LocalDate TENTH = LocalDate.of(2026, 10, 10);
    private static final LocalDate LAST = LocalDate.of(2026, 10, 31);

    @Test
    void theFirstDayCountsAndTheLastDoesNot() {
        Validity validity = new Validity(FIRST, TENTH);
        assertThat(validity.contains(FIRST)).isTrue();
        assertThat(validity.contains(TENTH.minusDays(1))).isTrue();
        assertThat(validity.contains(TENTH)).isFalse();
        assertThat(validity.contains(FIRST.minusDays(1))).isFalse();
    }

    @Test
    void daysAreThoseOfUtc() {
        Validity validity = new Validity(FIRST, null);
        assertThat(validity.contains(Instant.parse("2026-09-30T23:59:59Z"))).isFalse();
        assertThat(validity.contains(Instant.parse("2026-10-01T00:00:00Z"))).isTrue();
    }

    @Test
    void aMissingBoundIsOpen() {
        assertThat(Validity.ALWAYS.contains(LocalDate.EPOCH)).isTrue();
        assertThat(new Validity(null, FIRST).contains(LocalDate.EPOCH)).isTrue();
        assertThat(new Validity(FIRST, null).contains(LocalDate.of(2999, 1, 1))).isTrue();
    }

    @Test
    void neighborsDoNotOverlap() {
        assertThat(new Validity(FIRST, TENTH).overlaps(new Validity(TENTH, LAST)))
                .isFalse();
        assertThat(new Validity(TENTH, LAST).overlaps(new Validity(FIRST, TENTH)))
                .isFalse();
        assertThat(new Validity(null, TENTH).overlaps(new Validity(TENTH, null)))
                .isFalse();
    }

    @Test
    void whatSharesADayOverlaps() {
        assertThat(new Validity(FIRST, LAST).overlaps(new Validity(TENTH, null)))
                .isTrue();
        assertThat(new Validity(TENTH, null).overlaps(new Validity(FIRST, LAST)))
                .isTrue();
        assertThat(Validity.ALWAYS.overlaps(Validity.ALWAYS)).isTrue();
    }

    @Test
    void anEmptyTimeIsRefused() {
        assertThatThrownBy(() -> new Validity(FIRST, FIRST))
                .hasMessage("valid-from 2026-10-01 must be before valid-to 2026-10-01");
        assertThatThrownBy(() -> new Validity(LAST, FIRST)).isInstanceOf(IllegalArgumentException.class);
    }
}
