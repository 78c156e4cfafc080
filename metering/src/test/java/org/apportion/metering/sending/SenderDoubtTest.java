package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.junit.jupiter.api.Test;

/** What becomes of a charge whose answer was lost: sent the same again, read back, or left to an operator. */
class SenderDoubtTest extends SenderScene {
    @Test
    void aLostAnswerIsResolvedBySendingTheSameAgain() {
        plan(Map.of("cores", "12"));
        aws.says(Scripted.lost());
        sender.send(ACCOUNT, aws);
        assertThat(charge().state()).isEqualTo(ChargeState.UNKNOWN);
        later(Duration.ofMinutes(1));
        aws.says(new MeterAnswer.DuplicateSame("id-7", Scripted.EVIDENCE));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(2).allMatch(aws.sent().get(0)::equals);
        assertThat(charge().state()).isEqualTo(ChargeState.DUPLICATE_SAME);
        assertThat(charge().recordId()).isEqualTo("id-7");
    }

    /** The refusal speaks of the second attempt; the first may have been billed. */
    @Test
    void aRefusalAfterALostAnswerIsParkedAndNotTakenForUnbilled() {
        plan(Map.of("a", "1", "b", "2"));
        aws.says(Scripted.lost(), Scripted.lost(), Scripted.expired(), Scripted.rejected());
        sender.send(ACCOUNT, aws);
        later(Duration.ofMinutes(1));
        sender.send(ACCOUNT, aws);
        later(Duration.ofHours(10));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(4);
        assertThat(journal.view().charges(ChargeFilter.parked()))
                .hasSize(2)
                .allMatch(charge -> charge.state() == ChargeState.PARKED && charge.doubt());
    }

    /** "Later" ends no doubt: when the window has closed, the charge must not get a new record. */
    @Test
    void throttlingAfterALostAnswerLeavesTheDoubt() {
        plan(Map.of("cores", "12"));
        aws.says(Scripted.lost(), Scripted.later());
        sender.send(ACCOUNT, aws);
        later(Duration.ofMinutes(1));
        sender.send(ACCOUNT, aws);
        later(Duration.ofHours(10));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(2);
        assertThat(charge().state()).isEqualTo(ChargeState.PARKED);
    }

    @Test
    void readingBackFindsALostRecordAfterItHadTimeToSettle() {
        plan(Map.of("cores", "12"));
        azure.says(Scripted.lost())
                .lists(new ReadBack.Told(List.of(new ReadBack.AcceptedRecord(
                        "cores", Instant.parse("2026-10-31T23:00:00Z"), new BigDecimal("12"), "event-1"))));
        sender.send(ACCOUNT, azure);
        later(Duration.ofMinutes(9));
        sender.send(ACCOUNT, azure);
        assertThat(charge().state()).isEqualTo(ChargeState.UNKNOWN);
        later(Duration.ofMinutes(1));
        sender.send(ACCOUNT, azure);
        assertThat(charge().state()).isEqualTo(ChargeState.ACCEPTED);
        assertThat(charge().recordId()).isEqualTo("event-1");
        assertThat(azure.sent()).hasSize(1);
    }

    @Test
    void anotherQuantityReadBackIsADispute() {
        plan(Map.of("cores", "12"));
        azure.says(Scripted.lost())
                .lists(new ReadBack.Told(List.of(new ReadBack.AcceptedRecord(
                        "cores", Instant.parse("2026-10-31T23:00:00Z"), new BigDecimal("11"), "event-1"))));
        sendTwice(Duration.ofMinutes(10));
        assertThat(charge().state()).isEqualTo(ChargeState.DUPLICATE_OTHER);
    }

    @Test
    void whatIsNotReadBackIsSentTheSameAgain() {
        plan(Map.of("cores", "12"));
        azure.says(Scripted.lost()).lists(new ReadBack.Told(List.of()));
        sendTwice(Duration.ofMinutes(10));
        assertThat(azure.sent()).hasSize(2).allMatch(azure.sent().get(0)::equals);
        assertThat(charge().state()).isEqualTo(ChargeState.ACCEPTED);
    }

    @Test
    void whatIsNotReadBackAfterTheWindowTakesANewRecord() {
        plan(Map.of("cores", "12"));
        azure.says(Scripted.lost()).lists(new ReadBack.Told(List.of()));
        sendTwice(Duration.ofHours(25));
        sender.send(ACCOUNT, azure);
        assertThat(azure.sent()).hasSize(2);
        assertThat(azure.sent().get(1).key()).isNotEqualTo(azure.sent().get(0).key());
    }

    /** A service that lists by day: the day's line could be ours. */
    @Test
    void aVagueListAfterTheWindowLeavesItToAnOperator() {
        plan(Map.of("cores", "12"));
        azure.says(Scripted.lost())
                .lists(new ReadBack.Told(List.of(new ReadBack.AcceptedRecord(
                        "cores", Instant.parse("2026-10-31T00:00:00Z"), new BigDecimal("12"), ""))));
        sendTwice(Duration.ofHours(25));
        assertThat(azure.sent()).hasSize(1);
        assertThat(charge().state()).isEqualTo(ChargeState.PARKED);
    }

    /** Two days of equal quantity land on one day; the first is lost, and the day's line is the other's. */
    @Test
    void theSumOfADayIsNotTakenForTheRecordOfItsFirstHour() {
        clock.set(Instant.parse("2026-11-03T23:45:00Z"));
        ReadBack day = new ReadBack.Told(
                List.of(new ReadBack.AcceptedRecord(
                        "cores", Instant.parse("2026-11-03T00:00:00Z"), BigDecimal.ONE, "")),
                ReadBack.Grain.DAY);
        plan(day(1), Map.of("cores", "1"));
        plan(day(2), Map.of("cores", "1"));
        azure.says(Scripted.lost()).lists(day);
        sendTwice(Duration.ofMinutes(10));
        assertThat(azure.sent().get(0).timestamp()).isEqualTo("2026-11-03T00:00:00Z");
        assertThat(azure.sent()).hasSize(3);
        assertThat(azure.sent().get(2)).isEqualTo(azure.sent().get(0));
    }

    @Test
    void whereNobodyCanKnowALostAnswerIsParkedAtOnceAndNeverSentAgain() {
        Scripted sidecar = new Scripted(Services.NEITHER.rules()).says(Scripted.lost());
        plan(Map.of("cores", "12"));
        sender.send(ACCOUNT, sidecar);
        later(Duration.ofDays(2));
        assertThat(sender.send(ACCOUNT, sidecar).warnings()).hasSize(1);
        assertThat(sidecar.sent()).hasSize(1);
        assertThat(charge().state()).isEqualTo(ChargeState.PARKED);
    }

    @Test
    void anUnresolvedRecordIsToldBeforeItsWindowCloses() {
        plan(Map.of("cores", "12"));
        aws.says(Scripted.lost(), Scripted.lost());
        sender.send(ACCOUNT, aws);
        later(Duration.ofMinutes(5).plusHours(5));
        assertThat(sender.send(ACCOUNT, aws).warnings())
                .containsExactly("Whether 12 of dimension cores was billed is not known yet; the marketplace takes the"
                        + " record until 2026-11-01T05:59:59Z.");
    }
}
