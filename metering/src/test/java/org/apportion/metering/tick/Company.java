package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.metering.sending.Sender;
import org.apportion.metering.sending.SendingSettings;
import org.apportion.metering.sending.StepWatch;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;

/** A company with one metered product, a movable clock, a strict marketplace and a ledger in a file. */
final class Company implements AutoCloseable {
    final MovableClock clock;
    final MemoryStore store = new MemoryStore();
    final StrictMarketplace marketplace;
    final ProductListing listing;
    final Ledger ledger;
    private final MeteredProduct account;
    private Function<Instant, UsageReading> usage;
    ProductMeter meter;

    Company(Path folder, ProductListing listing, String start, MarketplaceRules rules, Faults faults) {
        this.clock = MovableClock.at(start);
        this.listing = listing;
        this.account = new MeteredProduct(listing.name(), listing.customers().get(0));
        this.usage = at -> new UsageReading(at, Map.of(), Map.of(), Optional.empty());
        this.marketplace = new StrictMarketplace(rules, clock, Duration.ZERO, faults);
        this.ledger = TestLedgers.sqlite(folder, clock);
        this.meter = meter(listing);
    }

    /** What the product says at an instant. */
    Company using(Function<Instant, UsageReading> said) {
        usage = said;
        return this;
    }

    static MarketplaceRules rules() {
        return new MarketplaceRules(
                25,
                1 << 20,
                false,
                Duration.ofHours(6),
                0,
                new BigDecimal(Integer.MAX_VALUE),
                true,
                true,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
    }

    /** The process ends and starts again, perhaps with another configuration. */
    List<String> restart(ProductListing changed) {
        meter = meter(changed);
        return meter.start();
    }

    /** The process starts again, and its marketplace is not quite the same. */
    List<String> restart(UnaryOperator<Marketplace> changed) {
        meter = meter(listing, changed.apply(marketplace));
        return meter.start();
    }

    private ProductMeter meter(ProductListing of) {
        return meter(of, marketplace);
    }

    private ProductMeter meter(ProductListing of, Marketplace marketplace) {
        Journal journal = Journal.open(ledger, Fences.open(1));
        return new ProductMeter(new MeterParts(
                of,
                account,
                marketplace,
                of.usage().map(choice -> new Usage()),
                store,
                journal,
                new Sender(journal, SendingSettings.standard(), new Random(1), StepWatch.NONE),
                clock,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(),
                Map.of("core", "1.0")));
    }

    TickReport tick(Duration after) {
        clock.advance(after);
        return meter.tick();
    }

    String document(DocumentStore.Document document) {
        return store.text(document);
    }

    @Override
    public void close() {
        ledger.close();
    }

    private final class Usage implements ProductUsage {
        @Override
        public UsageReading read() {
            return usage.apply(clock.instant());
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
