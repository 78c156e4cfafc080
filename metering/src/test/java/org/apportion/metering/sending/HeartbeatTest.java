package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.audit.AuditEvent;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.MeterRecord;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Periods of four hours from midnight; a heartbeat for each slot. */
class HeartbeatTest {
    private static final Duration PERIOD = Duration.ofHours(4);

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
    private Ledger ledger;
    private StrictMarketplace aws;
    private Installation installation;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        aws = marketplace(Services.KEYS_AND_HOURS, Faults.none());
        installation = installation(aws);
        clock.advance(PERIOD.plusMinutes(10));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aHeartbeatIsAZeroOfItsOwn() {
        installation.close(PERIOD, Map.of());
        assertThat(installation.heartbeat(1, "cores")).containsExactly(result(HeartbeatResult.Outcome.SENT));
        assertThat(aws.accepted())
                .singleElement()
                .satisfies(each -> assertThat(each.record().quantity()).isZero());
        assertThat(installation.charges()).isEmpty();
    }

    @Test
    void aSlotIsSentOnce() {
        installation.close(PERIOD, Map.of());
        installation.heartbeat(1, "cores");
        clock.advance(Duration.ofHours(1));
        assertThat(installation.heartbeat(1, "cores")).containsExactly(result(HeartbeatResult.Outcome.SENT_BEFORE));
        assertThat(aws.accepted()).hasSize(1);
    }

    @Test
    void twoSlotsOfOneHourAreOneHeartbeat() {
        installation.close(PERIOD, Map.of());
        installation.heartbeat(1, "cores");
        assertThat(installation.heartbeat(2, "cores")).containsExactly(result(HeartbeatResult.Outcome.COVERED));
    }

    @Test
    void aChargeThatWaitsCoversItsDimension() {
        installation.close(PERIOD, Map.of("cores", 5));
        assertThat(installation.heartbeat(1, "cores")).containsExactly(result(HeartbeatResult.Outcome.COVERED));
        installation.send();
        assertThat(installation.charge().state()).isEqualTo(ChargeState.ACCEPTED);
    }

    /** The last hour of the period is the charge's; the charge is dated there even if heartbeats are due each hour. */
    @Test
    void theHourOfTheNextChargeIsNeverTaken() {
        installation.close(PERIOD, Map.of());
        for (int hour = 4; hour < 8; hour++) {
            installation.heartbeat(hour, "cores");
            clock.advance(Duration.ofHours(1));
        }
        assertThat(aws.accepted()).hasSize(3);
        installation.close(PERIOD, Map.of("cores", 5));
        installation.send();
        assertThat(aws.billed())
                .singleElement()
                .satisfies(each -> assertThat(each.record().timestamp()).isEqualTo("2026-11-01T07:59:59Z"));
    }

    @Test
    void aMarketplaceThatTakesNoZeroGetsNone() {
        StrictMarketplace azure = marketplace(Services.READ_BACK, Faults.none());
        assertThat(installation(azure).heartbeat(1, "cores"))
                .containsExactly(result(HeartbeatResult.Outcome.NOT_TAKEN));
        assertThat(azure.calls()).isZero();
    }

    @Test
    void aRunningTotalOfZeroIsNotSentToAMarketplaceThatTakesNone() {
        StrictMarketplace azure = marketplace(Services.READ_BACK, Faults.none());
        assertThat(installation(azure).runningTotal(1, "cores", 0))
                .containsExactly(result(HeartbeatResult.Outcome.NOT_TAKEN));
        assertThat(azure.calls()).isZero();
    }

    @Test
    void aRunningTotalIsInTheChainBeforeAndAfterItsCallAndAZeroIsNot() {
        installation.close(PERIOD, Map.of());
        installation.heartbeat(1, "cores");
        clock.advance(Duration.ofHours(1));
        installation.runningTotal(2, "cores", 7);

        String total = aws.billed().get(0).record().key();
        assertThat(AuditChain.events(ledger, total))
                .extracting(AuditEvent::event, AuditEvent::detail)
                .containsExactly(
                        tuple(
                                "heartbeat_sending",
                                "{\"dimension\":\"cores\",\"quantity\":\"7\",\"timestamp\":\"2026-11-01T05:08:00.000000Z\"}"),
                        tuple(
                                "heartbeat_answered",
                                "{\"dimension\":\"cores\",\"quantity\":\"7\",\"outcome\":\"sent\"}"));
        String zero = aws.accepted().get(0).record().key();
        assertThat(AuditChain.events(ledger, zero)).isEmpty();
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
    }

    @Test
    void aFailedHeartbeatIsLeftToTheNextSlotAndTouchesNoCharge() {
        aws = marketplace(Services.KEYS_AND_HOURS, new Throttled());
        installation = installation(aws);
        installation.close(PERIOD, Map.of());
        assertThat(installation.heartbeat(1, "cores"))
                .containsExactly(new HeartbeatResult("cores", HeartbeatResult.Outcome.FAILED, "throttled"));
        assertThat(installation.charges()).isEmpty();
    }

    private StrictMarketplace marketplace(Services service, Faults faults) {
        return new StrictMarketplace(service.rules(), clock, Duration.ZERO, faults);
    }

    private Installation installation(StrictMarketplace marketplace) {
        return new Installation(
                ledger, clock, "product", marketplace, SendingSettings.standard(), StepWatch.NONE, PERIOD);
    }

    private static HeartbeatResult result(HeartbeatResult.Outcome outcome) {
        return new HeartbeatResult("cores", outcome, "");
    }

    private record Throttled() implements Faults {
        @Override
        public Fault next(MeterRecord record) {
            return Fault.THROTTLED;
        }

        @Override
        public boolean readBackFails() {
            return false;
        }
    }
}
