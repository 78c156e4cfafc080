package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.audit.AuditEvent;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeterRecord;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One charge at a time, what a marketplace says, and where it leads. */
class SenderTest {
    private static final MeteredProduct ACCOUNT = new MeteredProduct("product", "customer");
    private static final MeteringPeriod OCTOBER =
            new MeteringPeriod(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:10:00Z");
    private final Scripted aws = new Scripted(Services.KEYS_AND_HOURS.rules());
    private final Scripted azure = new Scripted(Services.READ_BACK.rules());
    private Ledger ledger;
    private Journal journal;
    private Sender sender;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        journal = Journal.open(ledger, Fences.open(1));
        sender = new Sender(journal, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
    }

    @AfterEach
    void close() {
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        ledger.close();
    }

    @Test
    void anAcceptedChargeIsBilledUnderItsOwnKeyAndNeverSentAgain() {
        plan(Map.of("cores", "12"));
        assertThat(sender.send(ACCOUNT, aws).billed()).isEqualTo(1);
        sender.send(ACCOUNT, aws);
        MeterRecord record = aws.sent().get(0);
        assertThat(aws.sent()).hasSize(1);
        assertThat(record.key()).isEqualTo(charge().key().idempotencyKey());
        assertThat(record.timestamp()).isEqualTo("2026-10-31T23:59:59Z");
        assertThat(record.quantity()).isEqualTo("12");
        assertThat(charge().recordId()).isEqualTo("id-cores");
        assertThat(AuditChain.events(ledger, charge().id()).stream().map(AuditEvent::event))
                .containsExactly("charge_planned", "attempt_started", "accepted");
    }

    @Test
    void aQuantityThatSomebodyChangedIsFound() {
        plan(Map.of("cores", "12"));
        aws.says(Scripted.later());
        sender.send(ACCOUNT, aws);
        ledger.useTransaction(tx -> tx.handle().execute("UPDATE meter_record SET quantity = '1'"));
        assertThat(AuditChain.verify(ledger).problems())
                .containsExactly("Record " + charge().recordKey() + " has another quantity than its charges.");
        ledger.useTransaction(tx -> tx.handle().execute("UPDATE meter_charge SET quantity = '1'"));
        assertThat(AuditChain.verify(ledger).problems())
                .containsExactly("Charge " + charge().id() + " has the quantity 1, which is not what was planned.");
        ledger.useTransaction(tx -> {
            tx.handle().execute("UPDATE meter_charge SET quantity = '12'");
            tx.handle().execute("UPDATE meter_record SET quantity = '12'");
        });
    }

    @Test
    void oneBadDimensionDoesNotBlockOthers() {
        plan(Map.of("bad", "1", "good", "2"));
        aws.says(Scripted.rejected());
        sender.send(ACCOUNT, aws);
        assertThat(states()).isEqualTo(Map.of("bad", ChargeState.REJECTED, "good", ChargeState.ACCEPTED));
    }

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
    void anExpiredChargeTakesANewerHourUnderANewKey() {
        plan(Map.of("cores", "12"));
        aws.says(Scripted.expired());
        sender.send(ACCOUNT, aws);
        sender.send(ACCOUNT, aws);
        MeterRecord first = aws.sent().get(0);
        MeterRecord second = aws.sent().get(1);
        assertThat(second.timestamp()).isEqualTo("2026-11-01T00:08:00Z");
        assertThat(second.key()).isNotEqualTo(first.key()).hasSize(64);
        assertThat(charge().state()).isEqualTo(ChargeState.ACCEPTED);
    }

    @Test
    void whatExpiresTooOftenWaitsForAnOperator() {
        plan(Map.of("cores", "12"));
        aws.says(Scripted.expired(), Scripted.expired(), Scripted.expired(), Scripted.expired());
        for (int tick = 0; tick < 6; tick++) {
            sender.send(ACCOUNT, aws);
            later(Duration.ofHours(1));
        }
        assertThat(aws.sent()).hasSize(4);
        assertThat(charge().state()).isEqualTo(ChargeState.EXPIRED);
    }

    @Test
    void aThrottledChargeIsSentAgainUnchangedAfterTheTimeAskedFor() {
        plan(Map.of("cores", "12"));
        aws.says(new MeterAnswer.RetryLater(Optional.of(Duration.ofMinutes(5)), "throttled", Scripted.EVIDENCE));
        sender.send(ACCOUNT, aws);
        later(Duration.ofMinutes(4));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(1);
        later(Duration.ofMinutes(1));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(2).allMatch(aws.sent().get(0)::equals);
    }

    @Test
    void anotherRecordInTheHourIsADispute() {
        plan(Map.of("cores", "12"));
        aws.says(new MeterAnswer.DuplicateOther(Optional.of(new BigDecimal("7")), "taken.", Scripted.EVIDENCE));
        sender.send(ACCOUNT, aws);
        later(Duration.ofHours(2));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(1);
        assertThat(charge().state()).isEqualTo(ChargeState.DUPLICATE_OTHER);
        assertThat(charge().message()).isEqualTo("taken. Accepted there: 7.");
    }

    @Test
    void severalPeriodsOfOneDimensionSpreadOverHours() {
        clock.set(Instant.parse("2026-11-05T12:00:00Z"));
        planDays(4);
        assertThat(sender.send(ACCOUNT, aws).waiting()).isZero();
        assertThat(aws.sent().stream().map(record -> record.timestamp().toString()))
                .containsExactly(
                        "2026-11-05T06:15:00Z", "2026-11-05T07:59:59Z", "2026-11-05T08:59:59Z", "2026-11-05T09:59:59Z");
    }

    @Test
    void morePeriodsThanHoursWait() {
        clock.set(Instant.parse("2026-11-10T12:10:00Z"));
        planDays(7);
        sender.send(ACCOUNT, aws);
        plan(OCTOBER, Map.of("cores", "1"));
        SendReport report = sender.send(ACCOUNT, aws);
        assertThat(report.waiting()).isEqualTo(1);
        assertThat(report.warnings()).singleElement().asString().startsWith("1 charges wait: each hour");
        later(Duration.ofHours(1));
        assertThat(sender.send(ACCOUNT, aws).waiting()).isZero();
        assertThat(aws.sent()).hasSize(8);
    }

    /** One more each hour would never catch up. */
    @Test
    void morePeriodsThanTheWindowHasHoursAreOneRecordWithTheirSum() {
        clock.set(Instant.parse("2026-11-10T12:10:00Z"));
        planDays(8);
        assertThat(sender.send(ACCOUNT, aws).billed()).isEqualTo(8);
        assertThat(aws.sent())
                .singleElement()
                .satisfies(record -> assertThat(record.quantity()).isEqualTo("36"));
    }

    @Test
    void zerosTakeNoHourFromACharge() {
        clock.set(Instant.parse("2026-11-10T12:10:00Z"));
        planDays(1);
        for (int day = 2; day <= 4; day++) {
            Instant start = Instant.parse("2026-11-01T00:00:00Z").plus(Duration.ofDays(day - 1));
            plan(new MeteringPeriod(start, start.plus(Duration.ofDays(1))), Map.of("cores", "0", "idle", "0"));
        }
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent())
                .extracting(record -> record.dimension() + "=" + record.quantity())
                .containsExactlyInAnyOrder("cores=1", "idle=0");
        assertThat(journal.view().charges(ChargeFilter.of(ACCOUNT)))
                .allMatch(charge -> charge.state().settled());
    }

    /** Expired credentials over a weekend are no reason to wait for a person. */
    @Test
    void whatIsCertainlyNotBilledIsDatedAnewForAsLongAsItTakes() {
        plan(Map.of("cores", "12"));
        for (int hours = 0; hours < 60; hours += 3) {
            aws.says(Scripted.later());
            sender.send(ACCOUNT, aws);
            later(Duration.ofHours(3));
        }
        sender.send(ACCOUNT, aws);
        sender.send(ACCOUNT, aws);
        assertThat(charge().state()).isEqualTo(ChargeState.ACCEPTED);
        assertThat(charge().moves()).isGreaterThan(3);
    }

    @Test
    void anAnswerThatIsMissingInTheListIsUnknownAndTheOthersAreKept() {
        plan(Map.of("a", "1", "b", "2"));
        Marketplace holes = new Marketplace() {
            @Override
            public MarketplaceRules rules() {
                return aws.rules();
            }

            @Override
            public AccessCheck checkAccess(List<String> dimensions) {
                return aws.checkAccess(dimensions);
            }

            @Override
            @SuppressWarnings("NullAway") // A plugin may do what its contract forbids.
            public List<MeterAnswer> meter(List<MeterRecord> records) {
                List<MeterAnswer> answers = new ArrayList<>(aws.meter(records));
                answers.set(0, null);
                return answers;
            }

            @Override
            public ReadBack readBack(String dimension, Instant from, Instant to) {
                return aws.readBack(dimension, from, to);
            }

            @Override
            public Map<String, Object> accountInfo() {
                return Map.of();
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        sender.send(ACCOUNT, holes);
        assertThat(states()).isEqualTo(Map.of("a", ChargeState.UNKNOWN, "b", ChargeState.ACCEPTED));
    }

    @Test
    void whereAllowedWaitingPeriodsAreOneRecordWithTheirSum() {
        clock.set(Instant.parse("2026-11-05T12:00:00Z"));
        planDays(3);
        SendingSettings summing = SendingSettings.standard().withSumCatchUp(true);
        new Sender(journal, summing, new SplittableRandom(1), StepWatch.NONE).send(ACCOUNT, aws);
        assertThat(aws.sent())
                .singleElement()
                .satisfies(record -> assertThat(record.quantity()).isEqualTo("6"));
        assertThat(journal.view().charges(ChargeFilter.of(ACCOUNT)))
                .hasSize(3)
                .allMatch(charge -> charge.state() == ChargeState.ACCEPTED
                        && charge.recordKey().equals(aws.sent().get(0).key()));
    }

    @Test
    void callsHoldNoMoreRecordsThanTheMarketplaceTakes() {
        Map<String, String> quantities = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            quantities.put("d" + i, "1");
        }
        plan(quantities);
        sender.send(ACCOUNT, aws);
        assertThat(aws.calls()).extracting(List::size).containsExactly(25, 25, 10);
    }

    @Test
    void aZeroIsNotSentToAMarketplaceThatTakesNone() {
        plan(Map.of("cores", "0"));
        sender.send(ACCOUNT, azure);
        assertThat(azure.sent()).isEmpty();
        assertThat(charge().state()).isEqualTo(ChargeState.ZERO);
    }

    @Test
    void aQuantityThatTheMarketplaceDoesNotTakeIsParkedUnsent() {
        plan(Map.of("fraction", "0.5", "large", "2147483648", "whole", "2.0"));
        sender.send(ACCOUNT, aws);
        assertThat(states())
                .isEqualTo(Map.of(
                        "fraction", ChargeState.REJECTED,
                        "large", ChargeState.REJECTED,
                        "whole", ChargeState.ACCEPTED));
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

    private static MeteringPeriod day(int number) {
        Instant start = Instant.parse("2026-11-01T00:00:00Z").plus(Duration.ofDays(number - 1));
        return new MeteringPeriod(start, start.plus(Duration.ofDays(1)));
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
    void aFailingPluginLeavesTheOutcomeUnknown() {
        plan(Map.of("cores", "12"));
        sender.send(ACCOUNT, new Failing(aws));
        assertThat(charge().state()).isEqualTo(ChargeState.UNKNOWN);
        assertThat(charge().message()).isEqualTo("The marketplace's plugin failed: IllegalStateException.");
    }

    @Test
    void afterSeveralFailedCallsCallsPause() {
        plan(Map.of("cores", "12"));
        for (int call = 0; call < 5; call++) {
            aws.says(Scripted.later());
            assertThat(sender.send(ACCOUNT, aws).paused()).isFalse();
            later(Duration.ofMinutes(30));
        }
        clock.set(clock.instant().minus(Duration.ofMinutes(30)));
        assertThat(sender.send(ACCOUNT, aws).paused()).isTrue();
        later(Duration.ofMinutes(30));
        assertThat(sender.send(ACCOUNT, aws).billed()).isEqualTo(1);
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

    @Test
    void whoeverLostTheLeaseStopsBeforeCalling() {
        plan(Map.of("cores", "12"));
        Journal lost = Journal.open(ledger, Fences.lost());
        Sender late = new Sender(lost, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
        assertThatThrownBy(() -> late.send(ACCOUNT, aws)).hasMessage("lost");
        assertThat(aws.sent()).isEmpty();
        assertThat(charge().state()).isEqualTo(ChargeState.PLANNED);
    }

    private void sendTwice(Duration between) {
        sender.send(ACCOUNT, azure);
        later(between);
        sender.send(ACCOUNT, azure);
    }

    private void later(Duration duration) {
        clock.advance(duration);
    }

    private void plan(Map<String, String> quantities) {
        plan(OCTOBER, quantities);
    }

    /** Days from 1 November on, with quantities 1, 2, 3, … */
    private void planDays(int days) {
        for (int day = 1; day <= days; day++) {
            Instant start = Instant.parse("2026-11-01T00:00:00Z").plus(Duration.ofDays(day - 1));
            plan(new MeteringPeriod(start, start.plus(Duration.ofDays(1))), Map.of("cores", Integer.toString(day)));
        }
    }

    private void plan(MeteringPeriod period, Map<String, String> quantities) {
        List<PlannedCharge> charges = quantities.entrySet().stream()
                .map(each -> new PlannedCharge(
                        new ChargeKey(ACCOUNT.product(), ACCOUNT.customer(), each.getKey(), period, 0),
                        new BigDecimal(each.getValue()),
                        new ChargeEvidence("", "", "")))
                .toList();
        journal.close(new PeriodClose(
                ACCOUNT,
                period,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                charges));
    }

    private Charge charge() {
        List<Charge> charges = journal.view().charges(ChargeFilter.of(ACCOUNT));
        assertThat(charges).hasSize(1);
        return charges.get(0);
    }

    private Map<String, ChargeState> states() {
        Map<String, ChargeState> states = new LinkedHashMap<>();
        journal.view()
                .charges(ChargeFilter.of(ACCOUNT))
                .forEach(charge -> states.put(charge.key().dimension(), charge.state()));
        return states;
    }
}
