package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.model.metering.MeterRecord;
import org.apportion.model.metering.MeteringPeriod;
import org.junit.jupiter.api.Test;

/** Which hour a charge takes: several periods, late ones, and those that wait. */
class SenderHoursTest extends SenderScene {
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

    /** Each hour brings another period: one after the other they would wait for ever. */
    @Test
    void periodsThatDoNotEachFindAnHourAreOneRecordWithTheirSum() {
        clock.set(Instant.parse("2026-11-10T12:10:00Z"));
        planDays(7);
        sender.send(ACCOUNT, aws);
        plan(day(8), Map.of("cores", "8"));
        plan(day(9), Map.of("cores", "9"));
        assertThat(sender.send(ACCOUNT, aws).waiting()).isEqualTo(2);
        later(Duration.ofHours(1));
        assertThat(sender.send(ACCOUNT, aws)).returns(2, SendReport::billed).returns(0, SendReport::waiting);
        assertThat(aws.sent())
                .last()
                .satisfies(record -> assertThat(record.quantity()).isEqualTo("17"));
    }

    /** The sum would be told as of an hour before the last of them ended. */
    @Test
    void aPeriodWhoseOwnHoursAreTakenWaitsAndKeepsNoOtherFromItsHour() {
        clock.set(Instant.parse("2026-11-10T12:10:00Z"));
        Instant noon = Instant.parse("2026-11-10T12:00:00Z");
        plan(new MeteringPeriod(noon.minus(Duration.ofHours(1)), noon), Map.of("cores", "1"));
        plan(new MeteringPeriod(noon, noon.plus(Duration.ofMinutes(5))), Map.of("cores", "2"));
        assertThat(sender.send(ACCOUNT, aws).waiting()).isZero();
        plan(day(1), Map.of("cores", "4"));
        plan(
                new MeteringPeriod(noon.plus(Duration.ofMinutes(5)), noon.plus(Duration.ofMinutes(8))),
                Map.of("cores", "8"));
        assertThat(sender.send(ACCOUNT, aws).waiting()).isEqualTo(1);
        assertThat(aws.sent())
                .extracting(record -> record.quantity().toPlainString())
                .containsExactly("1", "2", "4");
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
}
