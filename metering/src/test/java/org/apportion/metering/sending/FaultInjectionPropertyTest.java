package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Charge;
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

/**
 * Processes die at any step, requests and replies are lost, delayed, doubled and throttled; in some runs charges have allocations,
 * in some late samples make periods dearer. Whatever happens: what the marketplace bills is what was planned, each charge once.
 */
class FaultInjectionPropertyTest {
    private static final int RUNS = Integer.getInteger("apportion.fault.runs", 150);
    private static final long SEED = 20261121;
    private static final Duration LAG = Duration.ofMinutes(9);

    /** How far the marketplace's clock is ahead at most, in seconds. */
    private static final int SHORT_SKEW = 90;

    private static final int LONG_SKEW = 4 * 3600;

    @TempDir
    Path slowFolder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
    private Path folder = Path.of("");
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        folder = TestLedgers.fastFolder(slowFolder);
        ledger = TestLedgers.sqlite(folder, clock);
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
        TestLedgers.delete(folder);
    }

    /** Of the few minutes between faults no window closes: nothing may be left to an operator, except where nobody can know. */
    @ParameterizedTest
    @EnumSource
    void whatIsBilledIsWhatWasPlannedWhateverFails(Services service) {
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            long seed = seeds.nextLong();
            String name = service + " run " + run + " of seed " + SEED;
            Installation installation = faultyRun(service, name, seed, Duration.ofMinutes(20), SHORT_SKEW);
            installation.assertBilledOnce(name);
            if (service == Services.NEITHER) {
                assertThat(installation.states())
                        .as(name)
                        .allMatch(state -> state.billed() || state == ChargeState.PARKED);
            } else {
                assertThat(installation.states()).as(name).allMatch(ChargeState::billed);
                assertThat(billed(installation)).as(name).isEqualTo(planned(installation));
            }
        }
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
    }

    /** Outages longer than any window: nothing is billed twice, and what nobody can find out is parked, never lost. */
    @ParameterizedTest
    @EnumSource
    void afterLongOutagesNothingIsBilledTwiceOrForgotten(Services service) {
        SplittableRandom seeds = new SplittableRandom(SEED + 1);
        for (int run = 0; run < RUNS / 2; run++) {
            long seed = seeds.nextLong();
            String name = service + " outage " + run + " of seed " + SEED;
            Installation installation = faultyRun(service, name, seed, Duration.ofHours(15), LONG_SKEW);
            installation.assertBilledOnce(name);
            assertThat(installation.states())
                    .as(name)
                    .allMatch(state -> state.billed() || state == ChargeState.PARKED || state == ChargeState.EXPIRED);
        }
    }

    private Installation faultyRun(Services service, String name, long seed, Duration longestStep, int skew) {
        SplittableRandom random = new SplittableRandom(seed);
        Faults[] faults = {Faults.random(random.split(), 30)};
        Duration ahead = Duration.ofSeconds(random.nextInt(-90, skew));
        StrictMarketplace marketplace =
                service.open(() -> clock.instant().plus(ahead), LAG, new SwitchedFaults(faults));
        SendingSettings settings = SendingSettings.standard().withSumCatchUp(random.nextBoolean());
        Installation installation =
                new Installation(ledger, clock, name, marketplace, settings, new PowerCut.At(random.nextInt(10)));
        Duration period = Duration.ofMinutes(random.nextBoolean() ? 20 : 60);
        SplittableRandom usage = new SplittableRandom(seed + 1);
        installation.tagged(usage.nextInt(3) == 0);
        boolean late = usage.nextInt(3) == 0;
        for (int step = 0; step < 6; step++) {
            if (step % 3 == 0) {
                closePeriods(installation, period, random);
            }
            if (late && usage.nextInt(3) == 0) {
                installation.late(usage.nextBoolean() ? "a" : "b", 1 + usage.nextInt(3));
            }
            disturbed(installation, random, step);
            clock.advance(Duration.ofSeconds(1 + random.nextLong(longestStep.toSeconds())));
        }
        faults[0] = Faults.none();
        installation.start(StepWatch.NONE);
        for (int round = 0; round < 200 && isOpen(installation); round++) {
            installation.send();
            marketplace.deliver();
            clock.advance(Duration.ofMinutes(11));
        }
        return installation;
    }

    /** One or two at once, as after an outage; three of the short ones end in one hour and must not share it. */
    private void closePeriods(Installation installation, Duration period, SplittableRandom random) {
        for (int count = random.nextInt(1, 3); count > 0; count--) {
            clock.advance(period);
            installation.close(period, quantities(random));
        }
    }

    private static void disturbed(Installation installation, SplittableRandom random, int slot) {
        try {
            if (random.nextInt(4) == 0) {
                installation.heartbeat(slot, "a", "b");
            }
            installation.send();
        } catch (PowerCut cut) {
            installation.start(new PowerCut.At(random.nextInt(12)));
        }
        if (random.nextInt(3) == 0) {
            installation.marketplace().deliver();
        }
    }

    private static Map<String, Integer> quantities(SplittableRandom random) {
        Map<String, Integer> quantities = new HashMap<>();
        quantities.put("a", 1 + random.nextInt(3));
        if (random.nextBoolean()) {
            quantities.put("b", 1 + random.nextInt(3));
        }
        return quantities;
    }

    private static boolean isOpen(Installation installation) {
        return installation.states().anyMatch(state -> !state.settled() && !state.needsOperator());
    }

    private static BigDecimal planned(Installation installation) {
        return installation.charges().stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal billed(Installation installation) {
        return installation.marketplace().billed().stream()
                .map(each -> each.record().quantity())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private record SwitchedFaults(Faults[] now) implements Faults {
        @Override
        public Fault next(MeterRecord record) {
            return now[0].next(record);
        }

        @Override
        public boolean readBackFails() {
            return now[0].readBackFails();
        }
    }
}
