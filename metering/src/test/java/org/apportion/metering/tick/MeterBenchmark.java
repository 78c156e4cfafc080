package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apportion.ledger.Ledger;
import org.apportion.metering.Products;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.metering.local.LocalDocumentStoreProvider;
import org.apportion.metering.sending.Sender;
import org.apportion.metering.sending.SendingSettings;
import org.apportion.metering.sending.StepWatch;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Times whole ticks of many customers with ten dimensions each: ask, keep, close, plan, send, tell the documents. SQLite and
 * documents on disk, products and marketplaces in memory. Not part of the build; {@code -Dapportion.accounts=10000}.
 */
class MeterBenchmark {
    private static final int ACCOUNTS = Integer.getInteger("apportion.accounts", 10_000);
    private static final int DIMENSIONS = 10;
    private static final int THREADS = 16;
    private static final Duration QUERY = Duration.ofMinutes(30);

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = MovableClock.at("2027-01-01T10:00:00Z");

    @Test
    void ticks() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Ledger ledger = TestLedgers.sqlite(folder, clock)) {
            Journal journal = Journal.open(ledger, Fences.open(1));
            Sender sender = new Sender(journal, SendingSettings.standard(), new Random(1), StepWatch.NONE);
            List<StrictMarketplace> marketplaces = new ArrayList<>();
            List<ProductMeter> meters = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                StrictMarketplace marketplace =
                        new StrictMarketplace(Company.rules(), clock, Duration.ZERO, Faults.none());
                marketplaces.add(marketplace);
                meters.add(new ProductMeter(parts(i, marketplace, journal, sender)));
            }
            timed("start", threads, meters, ProductMeter::start);
            for (int tick = 1; tick <= 4; tick++) {
                clock.advance(QUERY);
                boolean closes = tick % 2 == 0;
                timed(closes ? "tick that closes and bills" : "tick", threads, meters, ProductMeter::tick);
            }
            assertThat(marketplaces.stream().filter(each -> each.billed().size() != 2 * DIMENSIONS))
                    .isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void timed(
            String what, ExecutorService threads, List<ProductMeter> meters, Consumer<ProductMeter> work)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long processor = processorNanos();
        List<Future<?>> steps = new ArrayList<>();
        meters.forEach(meter -> steps.add(threads.submit(() -> work.accept(meter))));
        for (Future<?> step : steps) {
            step.get();
        }
        System.out.printf(
                Locale.ROOT,
                "%s of %d: %.1f s, %.1f s of processor time, load %.0f%n",
                what,
                meters.size(),
                (System.nanoTime() - start) / 1e9,
                (processorNanos() - processor) / 1e9,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private MeterParts parts(int number, StrictMarketplace marketplace, Journal journal, Sender sender) {
        DocumentStore store = new LocalDocumentStoreProvider()
                .open(Map.of("folder", folder.resolve("documents/" + number).toString()), Map.of());
        return new MeterParts(
                listing(),
                new MeteredProduct("shop", "customer-" + number),
                marketplace,
                Optional.of(new Usage(clock)),
                store,
                journal,
                sender,
                clock,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(),
                Map.of("core", "1.0"));
    }

    private static ProductListing listing() {
        UsageMetric[] metrics = new UsageMetric[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            metrics[i] = metric(
                    "metric-" + i,
                    UsageAggregation.MAXIMUM,
                    ConsumptionReporting.VOLUME,
                    band("dimension-" + i, 0, -1));
        }
        return Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metrics);
    }

    private record Usage(InstantSource clock) implements ProductUsage {
        @Override
        public UsageReading read() {
            Instant now = clock.instant();
            Map<String, BigDecimal> metrics = new LinkedHashMap<>();
            for (int i = 0; i < DIMENSIONS; i++) {
                metrics.put("metric-" + i, BigDecimal.valueOf(i + 1));
            }
            return new UsageReading(now, metrics, Map.of(), Optional.empty());
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
