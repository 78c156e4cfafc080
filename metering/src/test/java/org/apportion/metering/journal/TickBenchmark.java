package org.apportion.metering.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apportion.ledger.Ledger;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tick of 10,000 products and customers with ten dimensions each: 10,000 samples are written, 10,000 periods closed, 100,000
 * charges planned. No test of the build: run it by name, as docs/explanation/speed.md tells.
 */
class TickBenchmark {
    private static final int ACCOUNTS = 10_000;
    private static final int DIMENSIONS = 10;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");

    @Test
    void sqlite() {
        measure("sqlite", TestLedgers.sqlite(folder, clock));
    }

    @Test
    void postgresql() throws IOException {
        try (EmbeddedPostgres server = TestLedgers.postgres()) {
            measure("postgresql", TestLedgers.at(server.getJdbcUrl("postgres", "postgres"), clock));
        }
    }

    private void measure(String database, Ledger opened) {
        try (Ledger ledger = opened) {
            Journal journal = Journal.open(ledger, Fences.open(1));
            for (int tick = 1; tick <= 3; tick++) {
                MeteringPeriod period =
                        new MeteringPeriod(clock.instant(), clock.instant().plus(HOUR));
                clock.advance(HOUR);
                timed(database + " samples " + tick, () -> journal.addSamples(readings(period)));
                List<PeriodClose> closes = closes(period);
                List<CloseOutcome> outcomes =
                        timed(database + " close and plan " + tick, () -> journal.closeAll(closes));
                assertThat(outcomes).containsOnly(new CloseOutcome.Closed());
            }
        }
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long start = System.nanoTime();
        long processor = processorNanos();
        T result = work.get();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s, %.2f s of processor time, load %.0f%n",
                what,
                (System.nanoTime() - start) / 1e9,
                (processorNanos() - processor) / 1e9,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return result;
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static List<CustomerReading> readings(MeteringPeriod period) {
        List<CustomerReading> readings = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            readings.add(new CustomerReading(account(i), reading(period.start())));
        }
        return readings;
    }

    private static UsageReading reading(Instant at) {
        return new UsageReading(
                at.plusSeconds(1),
                Map.of("cores", BigDecimal.TEN, "nodes", BigDecimal.ONE),
                Map.of(),
                Optional.of("cpe:/o:vendor:product:v1"));
    }

    private static List<PeriodClose> closes(MeteringPeriod period) {
        List<PeriodClose> closes = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            MeteredProduct account = account(i);
            String inputs = JournalSample.digestOf(List.of(SampleText.digest(account, reading(period.start()))));
            List<PlannedCharge> charges = new ArrayList<>();
            for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
                charges.add(new PlannedCharge(
                        new ChargeKey(account.product(), account.customer(), "dimension-" + dimension, period, 0),
                        BigDecimal.valueOf(1 + dimension),
                        new ChargeEvidence(inputs, "maximum of 1 sample = 10", "volume: from 0 is this")));
            }
            closes.add(new PeriodClose(
                    account,
                    period,
                    PeriodClose.Kind.BILLED,
                    BigDecimal.ONE,
                    inputs,
                    Map.of("cores", BigDecimal.TEN),
                    charges));
        }
        return closes;
    }

    private static MeteredProduct account(int number) {
        return new MeteredProduct("product-" + number % 100, "customer-" + number);
    }
}
