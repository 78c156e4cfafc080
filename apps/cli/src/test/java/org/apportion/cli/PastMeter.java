package org.apportion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apportion.config.LoadedMetering;
import org.apportion.config.MeteringLoader;
import org.apportion.config.secret.SecretReferences;
import org.apportion.config.section.MeteringSection;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.sending.Sender;
import org.apportion.metering.sending.SendingSettings;
import org.apportion.metering.sending.StepWatch;
import org.apportion.metering.service.Plugins;
import org.apportion.metering.tick.MeterParts;
import org.apportion.metering.tick.ProductMeter;
import org.apportion.metering.tick.TickReport;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.testkit.MovableClock;

/** The one product of a file, metered by a clock that a test moves; what it leaves in the ledger is for the commands to tell. */
final class PastMeter implements AutoCloseable {
    private final MovableClock clock;
    private final Ledger ledger;
    private final Lease lease;
    private final ProductMeter meter;

    private PastMeter(ProductListing listing, String ledgerAddress, MovableClock clock, Optional<Marketplace> other) {
        this.clock = clock;
        this.ledger = Ledger.open(new LedgerSettings(new Secret(() -> ledgerAddress), clock));
        this.lease = Fence.acquire(ledger, Duration.ZERO);
        String customer = listing.customers().get(0);
        Plugins plugins = new Plugins(reference -> new Secret(() -> reference), clock);
        MeteredProduct account = new MeteredProduct(listing.name(), customer);
        Journal journal = Journal.open(ledger, Fence.of(lease));
        this.meter = new ProductMeter(new MeterParts(
                listing,
                account,
                other.orElseGet(() -> plugins.marketplace(listing, customer)),
                plugins.usage(listing, customer, journal.inbox(account)),
                plugins.store(listing, customer),
                journal,
                new Sender(journal, SendingSettings.standard(), new Random(1), StepWatch.NONE),
                clock,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(),
                Map.of("core", "1.0")));
    }

    /** @param other instead of the listing's marketplace, if any */
    static PastMeter of(ProductListing listing, String ledgerAddress, MovableClock clock, Optional<Marketplace> other) {
        return new PastMeter(listing, ledgerAddress, clock, other);
    }

    /** Started with a file at an instant. */
    static PastMeter started(Path file, String start) {
        return started(file, start, Optional.empty());
    }

    /** @param other instead of the file's marketplace, if any */
    static PastMeter started(Path file, String start, Optional<Marketplace> other) {
        LoadedMetering loaded = load(file);
        PastMeter past = of(
                loaded.configuration().products().get(0),
                loaded.ledger().address().reveal(),
                MovableClock.at(start),
                other);
        past.start();
        return past;
    }

    /** As the commands do it. */
    static LoadedMetering load(Path file) {
        return new MeteringLoader(
                        new SecretReferences(List.of()),
                        new MeteringSection.Surroundings(Optional.of("local"), Optional.empty()))
                .load(file);
    }

    List<String> start() {
        return meter.start();
    }

    TickReport tick(Duration after) {
        clock.advance(after);
        return meter.tick();
    }

    @Override
    public void close() {
        meter.close();
        lease.close();
        ledger.close();
    }

    /** Writes {@code config.yaml}: the largest number of nodes in {@code usage.csv}, billed by the hour in bands. */
    static void writeNodes(Path folder, String dimensions) throws IOException {
        Files.writeString(folder.resolve("config.yaml"), """
                billing_interval: hourly
                query_interval: 60
                reporting_interval: 0
                trial_periods: 0
                late_samples: adjust
                usage: {name: file, path: usage.csv}
                marketplace: {name: local, folder: .}
                store: {name: local, folder: .}
                ledger: {url: "jdbc:sqlite:ledger.db"}
                usage_metrics:
                  nodes:
                    usage_aggregation: maximum
                    consumption_reporting: volume
                    dimensions: [%s]
                """.formatted(dimensions));
    }
}
