package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charges of nothing where a marketplace has one record per hour. */
class ZerosTest {
    @TempDir
    Path folder;

    @Test
    void afterTwoDaysOfOutageTheUsageIsNotBehindZeros() {
        MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
        try (Ledger ledger = TestLedgers.sqlite(folder, clock)) {
            StrictMarketplace marketplace =
                    new StrictMarketplace(Services.KEYS_AND_HOURS.rules(), clock, Duration.ZERO, Faults.none());
            Installation installation =
                    new Installation(ledger, clock, "outage", marketplace, SendingSettings.standard(), StepWatch.NONE);
            clock.advance(Duration.ofHours(49));
            for (int hour = 0; hour < 48; hour++) {
                installation.close(Duration.ofHours(1), Map.of("a", 0, "quiet", 0));
            }
            installation.close(Duration.ofHours(1), Map.of("a", 7, "quiet", 0));
            clock.advance(Duration.ofMinutes(10));

            installation.send();

            assertThat(marketplace.billed()).hasSize(1);
            assertThat(marketplace.accepted()).hasSize(2);
            assertThat(installation.states().filter(ChargeState.ZERO::equals)).hasSize(96);
            assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        }
    }
}
