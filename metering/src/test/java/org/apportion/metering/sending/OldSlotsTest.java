package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One charge at midnight of 1 November, then a heartbeat at noon of each day; the late window is six hours. */
class OldSlotsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WINDOW = Duration.ofHours(6);

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
    private Ledger ledger;
    private StrictMarketplace marketplace;
    private Installation installation;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        marketplace = new StrictMarketplace(Services.KEYS_AND_HOURS.rules(), clock, Duration.ZERO, Faults.none());
        installation = new Installation(
                ledger, clock, "product", marketplace, SendingSettings.standard(), StepWatch.NONE, DAY);
        installation.close(Duration.ofHours(1), Map.of("cores", 5));
        clock.advance(Duration.ofMinutes(90));
        installation.send();
        clock.advance(Duration.ofMinutes(630));
    }

    @AfterEach
    void close() {
        installation.assertBilledOnce("");
        ledger.close();
    }

    private void heartbeats(int days) {
        for (int day = 0; day < days; day++) {
            installation.heartbeat(day, "cores");
            clock.advance(DAY);
        }
    }

    private int drop() {
        return OldSlots.drop(installation.journal(), installation.account(), WINDOW);
    }

    private int rows(String table) {
        return ledger.read(tx -> tx.handle()
                .createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void whatIsYoungerThanTheWindowAndTwoDaysStays() {
        heartbeats(1);
        assertThat(drop()).isZero();
        assertThat(rows("meter_hour")).isEqualTo(2);
    }

    /** At noon of 11 November all before 06:00 of the 9th: the charge's hour and the heartbeats of 1 to 8 November. */
    @Test
    void whatIsOlderIsDroppedAndNothingIsBilledAgain() {
        heartbeats(10);

        assertThat(drop()).isEqualTo(17);

        assertThat(rows("meter_hour")).isEqualTo(2);
        assertThat(rows("meter_heartbeat")).isEqualTo(2);
        assertThat(drop()).isZero();
        assertThat(installation.send().sent()).isZero();
        assertThat(marketplace.billed()).hasSize(1);
    }

    @Test
    void theLatestSlotStaysHoweverLongItIs() {
        heartbeats(1);
        clock.advance(DAY.multipliedBy(20));

        assertThat(drop()).isEqualTo(2);

        assertThat(installation.heartbeat(0, "cores"))
                .containsExactly(new HeartbeatResult("cores", HeartbeatResult.Outcome.SENT_BEFORE, ""));
    }

    @Test
    void yearsAreDroppedAMonthAtATime() {
        heartbeats(100);

        assertThat(drop()).isEqualTo(63);
        assertThat(drop()).isEqualTo(62);
        assertThat(drop()).isEqualTo(62);
        assertThat(drop()).isEqualTo(10);
        assertThat(drop()).isZero();
    }

    @Test
    void theHoursOfAnAdapterBeforeUsStay() {
        installation
                .journal()
                .holdHours(installation.account(), List.of("cores"), List.of(Instant.parse("2026-10-31T22:00:00Z")));
        heartbeats(10);

        assertThat(drop()).isEqualTo(17);

        assertThat(rows("meter_hour")).isEqualTo(3);
    }
}
