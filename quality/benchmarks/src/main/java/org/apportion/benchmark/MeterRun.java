package org.apportion.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.metering.journal.CommitWatch;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.local.LocalDocumentStoreProvider;
import org.apportion.metering.local.LocalMarketplaceProvider;
import org.apportion.metering.sending.Sender;
import org.apportion.metering.sending.SendingSettings;
import org.apportion.metering.sending.StepWatch;
import org.apportion.metering.tick.MeterParts;
import org.apportion.metering.tick.ProductMeter;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.MarketplaceSettings;

/**
 * Whole ticks of many customers with ten dimensions each: ask, keep, close, plan, send to {@code local}, tell the documents. Ledger,
 * documents and accepted records on disk; what the products say in memory. As many threads as a process that meters has.
 */
final class MeterRun implements AutoCloseable {
    private static final int THREADS = 16;
    private static final Duration HALF_PERIOD = Duration.ofMinutes(30);

    private final Path folder;
    private final Ledger ledger;
    private final Lease lease;
    private final AtomicInteger commits = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final LocalMarketplaceProvider marketplaces = new LocalMarketplaceProvider();
    private final List<ProductMeter> meters = new ArrayList<>();
    private volatile Instant now = Instant.parse("2027-01-01T10:00:00Z");

    /**
     * @param ledger JDBC address of an empty database
     * @param folder for documents and accepted records
     */
    MeterRun(int customers, String ledger, Path folder) {
        this.folder = folder;
        this.ledger = Ledger.open(new LedgerSettings(new Secret(() -> ledger), () -> now));
        this.lease = Fence.acquire(this.ledger, Duration.ZERO);
        Journal journal = Journal.open(this.ledger, Fence.of(lease), new CommitWatch() {
            @Override
            public void committing() {
                commits.incrementAndGet();
            }

            @Override
            public void committed() {
                // Counted before.
            }
        });
        Sender sender = new Sender(journal, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
        for (int i = 0; i < customers; i++) {
            meters.add(new ProductMeter(parts("customer-" + i, journal, sender)));
        }
    }

    private MeterParts parts(String customer, Journal journal, Sender sender) {
        InstantSource clock = () -> now;
        return new MeterParts(
                MeteredShop.LISTING,
                new MeteredProduct(MeteredShop.LISTING.name(), customer),
                marketplaces.open(new MarketplaceSettings(
                        MeteredShop.LISTING.productCode(),
                        Optional.of(customer),
                        Map.of("folder", folder.toString(), "late-window-hours", "6"),
                        Map.of(),
                        clock)),
                Optional.of(new MeteredShop.Usage(clock)),
                new LocalDocumentStoreProvider()
                        .open(Map.of("folder", folder.resolve(customer).toString()), Map.of()),
                journal,
                sender,
                clock,
                () -> Duration.between(Instant.EPOCH, now).toNanos(),
                Map.of("core", "benchmark"));
    }

    /** The start, then in turn ticks that keep a sample, and ticks that also close a period and bill it. */
    List<Measurement> measure(int repeats) {
        MeterPhase start = new MeterPhase("meter-start", commits);
        MeterPhase tick = new MeterPhase("meter-tick", commits);
        MeterPhase bill = new MeterPhase("meter-bill", commits);
        start.time(
                0,
                () -> sum(meter -> {
                    meter.start();
                    return 0;
                }));
        for (int i = 0; i < repeats; i++) {
            tick.time(0, this::tick);
            bill.time(meters.size() * MeteredShop.DIMENSIONS, this::tick);
        }
        return List.of(start.measurement(), tick.measurement(), bill.measurement());
    }

    /** A tick half a period later. @return charges that the marketplace took */
    private int tick() {
        now = now.plus(HALF_PERIOD);
        return sum(meter -> meter.tick().billed());
    }

    private int sum(ToIntFunction<ProductMeter> work) {
        List<Future<Integer>> steps = new ArrayList<>();
        meters.forEach(meter -> steps.add(threads.submit(() -> work.applyAsInt(meter))));
        int sum = 0;
        for (Future<Integer> step : steps) {
            sum += of(step);
        }
        return sum;
    }

    private static int of(Future<Integer> step) {
        try {
            return step.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        meters.forEach(ProductMeter::close);
        lease.close();
        ledger.close();
    }
}
