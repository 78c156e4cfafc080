package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.spi.metering.ReadBack;
import org.junit.jupiter.api.Test;

/** 5 cores as of 10:59:59 are looked for. */
class ListedTest {
    private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant TEN = Instant.parse("2026-11-01T10:59:59Z");
    private static final Instant TWELVE = Instant.parse("2026-11-01T12:59:59Z");

    @Test
    void ofTwoRecordsOfOneInstantAndQuantityOneLineIsTheOther() {
        Siblings billed = siblings(sibling(TEN, "5", Siblings.Billed.YES));
        assertThat(several(billed, line(TEN, "5"))).isEqualTo(Listed.Finding.NOT_THERE);
        assertThat(several(billed, line(TEN, "5"), line(TEN, "5"))).isEqualTo(Listed.Finding.THERE);
    }

    @Test
    void ofTwoRecordsInDoubtOneLineMayBeEither() {
        Siblings open = siblings(sibling(TEN, "5", Siblings.Billed.OPEN));
        assertThat(several(open, line(TEN, "5"))).isEqualTo(Listed.Finding.UNCLEAR);
        assertThat(several(open)).isEqualTo(Listed.Finding.NOT_THERE);
    }

    @Test
    void anotherInstantOfTheHourIsAnotherRecord() {
        Siblings billed = siblings(sibling(TEN.minusSeconds(300), "5", Siblings.Billed.YES));
        assertThat(several(billed, line(TEN.minusSeconds(300), "5"))).isEqualTo(Listed.Finding.NOT_THERE);
        assertThat(several(siblings(), line(TEN.minusSeconds(300), "5"))).isEqualTo(Listed.Finding.UNCLEAR);
    }

    @Test
    void whereAnHourHoldsOneRecordItsLineDecides() {
        assertThat(byHour(line(Instant.parse("2026-11-01T10:00:00Z"), "5"))).isEqualTo(Listed.Finding.THERE);
        assertThat(byHour(line(Instant.parse("2026-11-01T10:00:00Z"), "7"))).isEqualTo(Listed.Finding.ANOTHER_THERE);
        assertThat(byHour(line(TWELVE, "5"))).isEqualTo(Listed.Finding.UNCLEAR);
        assertThat(byHour()).isEqualTo(Listed.Finding.NOT_THERE);
    }

    @Test
    void theSumOfADayDecidesWithAllOthersOfTheDay() {
        Siblings three = siblings(sibling(TWELVE, "3", Siblings.Billed.YES));
        assertThat(day(three, "8")).isEqualTo(Listed.Finding.THERE);
        assertThat(day(three, "3")).isEqualTo(Listed.Finding.NOT_THERE);
        assertThat(day(three, "7")).isEqualTo(Listed.Finding.UNCLEAR);
        assertThat(day(siblings(), "5")).isEqualTo(Listed.Finding.THERE);
    }

    @Test
    void aDayWithAnotherRecordInDoubtTellsOnlyAllOrNothing() {
        Siblings alike = siblings(sibling(TWELVE, "5", Siblings.Billed.OPEN));
        assertThat(day(alike, "5")).isEqualTo(Listed.Finding.UNCLEAR);
        assertThat(day(alike, "10")).isEqualTo(Listed.Finding.THERE);
        assertThat(day(alike, "0")).isEqualTo(Listed.Finding.NOT_THERE);
    }

    @Test
    void aDayOnWhichAnAdapterSentIsUnclear() {
        assertThat(day(new Siblings(List.of(), true), "5")).isEqualTo(Listed.Finding.UNCLEAR);
    }

    @Test
    void whatIsCertainlyNotBilledIsInNoSum() {
        assertThat(day(siblings(sibling(TWELVE, "3", Siblings.Billed.NO)), "5")).isEqualTo(Listed.Finding.THERE);
        assertThat(Siblings.billed("rejected", false)).isEqualTo(Siblings.Billed.NO);
        assertThat(Siblings.billed("rejected", true)).isEqualTo(Siblings.Billed.OPEN);
        assertThat(Siblings.billed("waived", false)).isEqualTo(Siblings.Billed.OPEN);
    }

    private static Listed.Finding several(Siblings siblings, ReadBack.AcceptedRecord... lines) {
        return Listed.of(wanted(), new ReadBack.Told(Arrays.asList(lines)), siblings, false)
                .finding();
    }

    private static Listed.Finding byHour(ReadBack.AcceptedRecord... lines) {
        return Listed.of(wanted(), new ReadBack.Told(Arrays.asList(lines)), siblings(), true)
                .finding();
    }

    private static Listed.Finding day(Siblings siblings, String sum) {
        return Listed.of(wanted(), new ReadBack.Told(List.of(line(DAY, sum)), ReadBack.Grain.DAY), siblings, true)
                .finding();
    }

    private static SentRecord wanted() {
        return new SentRecord(
                "key",
                new MeteredProduct("product", "customer"),
                "cores",
                new BigDecimal("5"),
                Map.of(),
                TEN,
                new Standing(ChargeState.UNKNOWN, true),
                1,
                TEN,
                TEN,
                0,
                List.of("charge"));
    }

    private static Siblings siblings(Siblings.Sibling... records) {
        return new Siblings(Arrays.asList(records), false);
    }

    private static Siblings.Sibling sibling(Instant at, String quantity, Siblings.Billed billed) {
        return new Siblings.Sibling(at, new BigDecimal(quantity), billed);
    }

    private static ReadBack.AcceptedRecord line(Instant slot, String quantity) {
        return new ReadBack.AcceptedRecord("cores", slot, new BigDecimal(quantity), "id");
    }
}
