package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.MeterRecord;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same two charges, with a first reply that is lost, and a process that ends at the first, second, third … step. */
class KillAtEveryStepTest {
    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
    }

    @AfterEach
    void close() {
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        ledger.close();
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheProcessEndsEachChargeIsBilledOnce(Services service) {
        int step = 0;
        boolean cut = true;
        while (cut) {
            cut = billsOnceIfCutAt(step, service);
            step++;
        }
        assertThat(step).as("steps of an undisturbed metering").isGreaterThan(5);
    }

    /** @return false if the process came to its end before */
    private boolean billsOnceIfCutAt(int step, Services service) {
        String run = service + " cut at " + step;
        StrictMarketplace marketplace =
                new StrictMarketplace(service.rules(), clock, Duration.ZERO, new FirstReplyLost());
        Installation installation =
                new Installation(ledger, clock, run, marketplace, SendingSettings.standard(), new PowerCut.At(step));
        clock.advance(Duration.ofHours(1));
        installation.close(Duration.ofHours(1), Map.of("a", 3, "b", 3));
        boolean cut = false;
        for (int tick = 0; tick < 6; tick++) {
            try {
                installation.send();
            } catch (PowerCut end) {
                cut = true;
                installation.start(StepWatch.NONE);
            }
            clock.advance(Duration.ofMinutes(11));
        }
        installation.assertBilledOnce(run);
        assertThat(installation.states())
                .as(run)
                .hasSize(2)
                .allMatch(state -> state.billed() || service == Services.NEITHER && state == ChargeState.PARKED);
        return cut;
    }

    private static final class FirstReplyLost implements Faults {
        private boolean lost;

        @Override
        public Fault next(MeterRecord record) {
            Fault fault = lost ? Fault.NONE : Fault.REPLY_LOST;
            lost = true;
            return fault;
        }

        @Override
        public boolean readBackFails() {
            return false;
        }
    }
}
