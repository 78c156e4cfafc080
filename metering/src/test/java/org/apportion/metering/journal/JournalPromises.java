package org.apportion.metering.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.Test;

/** What the journal promises, on every database. */
interface JournalPromises {
    MeteringPeriod OCTOBER =
            new MeteringPeriod(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
    MeteringPeriod NOVEMBER =
            new MeteringPeriod(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

    Ledger ledger();

    MovableClock clock();

    /** An account that no other test uses. */
    MeteredProduct account();

    default Journal journal() {
        return Journal.open(ledger(), Fences.open(1));
    }

    static UsageReading reading(String at, String cores) {
        return new UsageReading(
                Instant.parse(at),
                Map.of("cores", new BigDecimal(cores)),
                Map.of("cores", Map.of("small", new BigDecimal("0.5"))),
                Optional.of("cpe:/o:vendor:product:v1"));
    }

    default PeriodClose close(String inputsDigest, String... quantities) {
        List<PlannedCharge> charges = IntStream.range(0, quantities.length)
                .mapToObj(i -> planned("dimension-" + i, 0, quantities[i]))
                .toList();
        return new PeriodClose(
                account(),
                OCTOBER,
                PeriodClose.Kind.BILLED,
                new BigDecimal("0.75"),
                inputsDigest,
                Map.of("cores", new BigDecimal("12")),
                charges);
    }

    default PlannedCharge planned(String dimension, int revision, String quantity) {
        return new PlannedCharge(
                new ChargeKey(account().product(), account().customer(), dimension, OCTOBER, revision),
                new BigDecimal(quantity),
                new ChargeEvidence("d", "maximum of 2 samples = 12", "volume: from 0 is dimension-0"));
    }

    default String inputs() {
        return JournalSample.inputsDigest(journal().view().samples(account(), OCTOBER));
    }

    @Test
    default void aReadingReadsBackAsItWasTold() {
        UsageReading told = reading("2026-10-07T10:00:00.123456Z", "12.50");
        assertThat(journal().addSample(account(), told)).isEqualTo(SampleOutcome.ADDED);
        assertThat(journal().view().samples(account(), OCTOBER))
                .singleElement()
                .extracting(JournalSample::reading)
                .isEqualTo(told);
    }

    @Test
    default void aNameThatTheDatabaseCannotHoldIsRefused() {
        for (String name : List.of("x".repeat(201), "a\0b")) {
            UsageReading told = new UsageReading(
                    Instant.parse("2026-10-07T10:00:00Z"),
                    Map.of(),
                    Map.of("cores", Map.of(name, BigDecimal.ONE)),
                    Optional.empty());
            assertThatThrownBy(() -> journal().addSample(account(), told))
                    .hasMessageStartingWith("METER_VALUE_TOO_LONG");
        }
        assertThat(journal().view().samples(account(), OCTOBER)).isEmpty();
    }

    @Test
    default void anEqualReadingIsIgnoredAndAnotherOneIsKeptBesideWithoutCounting() {
        String ten = "2026-10-07T10:00:00Z";
        assertThat(journal()
                        .addSamples(List.of(
                                new CustomerReading(account(), reading(ten, "12.50")),
                                new CustomerReading(account(), reading(ten, "12.5")),
                                new CustomerReading(account(), reading(ten, "13")),
                                new CustomerReading(account(), reading(ten, "13.0")))))
                .containsExactly(
                        SampleOutcome.ADDED, SampleOutcome.SAME, SampleOutcome.CONFLICT, SampleOutcome.CONFLICT);
        assertThat(journal().view().samples(account(), OCTOBER))
                .extracting(JournalSample::counts)
                .containsExactly(true, false);
    }

    @Test
    default void aValueWithMoreDigitsThanAnyProductHasIsRefused() {
        assertThatThrownBy(() -> journal().addSample(account(), reading("2026-10-07T10:00:00Z", "1e2000")))
                .hasMessageStartingWith("METER_VALUE_TOO_LONG " + account() + ": the value of cores has more than ");
    }

    @Test
    default void theEndOfAPeriodBelongsToTheNext() {
        journal().addSample(account(), reading("2026-11-01T00:00:00Z", "1"));
        assertThat(journal().view().samples(account(), OCTOBER)).isEmpty();
        assertThat(journal().view().samples(account(), NOVEMBER)).hasSize(1);
    }

    @Test
    default void aPeriodIsClosedTogetherWithItsCharges() {
        journal().addSample(account(), reading("2026-10-07T10:00:00Z", "12"));
        assertThat(journal().close(close(inputs(), "12", "0.5"))).isEqualTo(new CloseOutcome.Closed());
        assertThat(journal().view().charges(ChargeFilter.of(account())))
                .extracting(charge -> charge.key().dimension() + " " + charge.quantity() + " " + charge.state())
                .containsExactly("dimension-0 12 PLANNED", "dimension-1 0.5 PLANNED");
        ClosedPeriod closed = journal().view().lastClosed(account()).orElseThrow();
        assertThat(closed.samples()).isEqualTo(1);
        assertThat(closed.coverage()).isEqualTo("0.75");
        assertThat(closed.used()).isEqualTo(Map.of("cores", new BigDecimal("12")));
    }

    @Test
    default void closingAgainWithTheSameChargesWritesNothing() {
        journal().close(close(inputs(), "12"));
        assertThat(journal().close(close(inputs(), "12.0"))).isEqualTo(new CloseOutcome.ClosedBefore());
        assertThat(journal().view().charges(ChargeFilter.of(account()))).hasSize(1);
    }

    @Test
    default void closingAgainWithOtherChargesIsRefused() {
        journal().close(close(inputs(), "12"));
        assertThat(journal().close(close(inputs(), "13")))
                .isInstanceOfSatisfying(
                        CloseOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CloseOutcome.Reason.PLANNED_OTHERWISE));
    }

    @Test
    default void aPeriodWhoseSamplesChangedMeanwhileIsNotClosed() {
        String before = inputs();
        journal().addSample(account(), reading("2026-10-31T23:59:59.999999Z", "12"));
        assertThat(journal().close(close(before, "12")))
                .isInstanceOfSatisfying(
                        CloseOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CloseOutcome.Reason.INPUTS_CHANGED));
        assertThat(journal().view().lastClosed(account())).isEmpty();
    }

    @Test
    default void overlappingPeriodsAreNotBothClosed() {
        journal().close(close(inputs(), "12"));
        MeteringPeriod half =
                new MeteringPeriod(Instant.parse("2026-10-15T00:00:00Z"), Instant.parse("2026-11-15T00:00:00Z"));
        PeriodClose overlapping = new PeriodClose(
                account(), half, PeriodClose.Kind.BILLED, BigDecimal.ONE, inputs(), Map.of(), List.of());
        assertThat(journal().close(overlapping))
                .isInstanceOfSatisfying(
                        CloseOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CloseOutcome.Reason.OVERLAPS));
    }

    @Test
    default void aReadingOfAClosedPeriodIsLateAndCountsForNothing() {
        journal().close(close(inputs(), "12"));
        String digest = inputs();
        assertThat(journal().addSample(account(), reading("2026-10-31T23:00:00Z", "40")))
                .isEqualTo(SampleOutcome.LATE);
        assertThat(inputs()).isEqualTo(digest);
        assertThat(journal().addSample(account(), reading("2026-11-01T00:00:00Z", "40")))
                .isEqualTo(SampleOutcome.ADDED);
    }

    @Test
    default void anAdjustmentIsPlannedOnceAndNeverChanges() {
        journal().close(close(inputs(), "12"));
        assertThat(journal().adjust(planned("dimension-0", 1, "3"))).isTrue();
        assertThat(journal().adjust(planned("dimension-0", 1, "3.00"))).isFalse();
        assertThatThrownBy(() -> journal().adjust(planned("dimension-0", 1, "4")))
                .hasMessageStartingWith(
                        "METER_PLAN_CHANGED " + account() + " dimension-0: revision 1 is planned with" + " 3, not 4.");
    }

    @Test
    default void aTrialIsGrantedOnceForEver() {
        TrialGrant first = journal().grantTrial(account(), "first-start", OCTOBER);
        assertThat(journal().grantTrial(account(), "lost-the-cache", NOVEMBER)).isEqualTo(first);
        assertThat(journal().view().trial(account())).contains(first);
    }

    @Test
    default void aStateIsReplaced() {
        journal().putState(account(), "last_tick", "1");
        journal().putState(account(), "last_tick", "2");
        assertThat(journal().view().state(account(), "last_tick")).contains("2");
    }

    @Test
    default void whoeverLostTheLeaseWritesNothing() {
        Journal lost = Journal.open(ledger(), Fences.lost());
        assertThatThrownBy(() -> lost.addSample(account(), reading("2026-10-07T10:00:00Z", "1")))
                .hasMessage("lost");
        assertThat(journal().view().samples(account(), OCTOBER)).isEmpty();
    }

    @Test
    default void theChainOfEventsHolds() {
        journal().close(close(inputs(), "12", "1"));
        clock().advance(Duration.ofMinutes(1));
        journal().adjust(planned("dimension-0", 1, "3"));
        assertThat(AuditChain.verify(ledger()).problems()).isEmpty();
    }
}
