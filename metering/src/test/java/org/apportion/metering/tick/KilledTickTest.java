package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apportion.ledger.Ledger;
import org.apportion.metering.Products;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.document.Dates;
import org.apportion.metering.journal.CommitWatch;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.TestLedgers;
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
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trial or a takeover, then hours with usage, usage that fits nowhere, a late sample and a mended configuration; the process ends
 * at the first, second, third … transaction, before and after its commit. What is billed is always the same.
 */
final class KilledTickTest {
    private static final UsageMetric USERS =
            metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 1, -1));
    private static final UsageMetric SMALL_NODES =
            metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("small", 1, 10));
    private static final UsageMetric ALL_NODES = metric(
            "nodes",
            UsageAggregation.MAXIMUM,
            ConsumptionReporting.VOLUME,
            band("small", 1, 10),
            band("large", 11, -1));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whereverAProcessThatStartsWithATrialEndsItsUsageIsBilledOnce() {
        everywhere(false, Map.of("seats", 12, "small", 2, "large", 12));
    }

    @Test
    void whereverAProcessThatTakesOverEndsItsUsageIsBilledOnce() {
        everywhere(true, Map.of("seats", 12, "small", 2, "large", 12));
    }

    private void everywhere(boolean takeover, Map<String, Integer> expected) {
        MovableClock clock = MovableClock.at("2027-01-01T10:00:00Z");
        try (Ledger ledger = TestLedgers.sqlite(folder, clock)) {
            boolean cut = true;
            int step = 0;
            while (cut) {
                Run run = new Run(ledger, clock, takeover, step);
                cut = run.lives();
                assertThat(run.billed()).as("cut at %s", step).isEqualTo(expected);
                clock.advance(Duration.ofDays(1));
                step++;
            }
            assertThat(step).as("steps of an undisturbed run").isGreaterThan(20);
            assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        }
    }

    private static final class Cut extends Error {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** One customer's hours, with one cut. */
    private static final class Run implements CommitWatch {
        private final Ledger ledger;
        private final MovableClock clock;
        private final Instant start;
        private final MeteredProduct account;
        private final MemoryStore store = new MemoryStore();
        private final StrictMarketplace marketplace;
        private ProductListing listing = listing(USERS, SMALL_NODES);
        private int left;
        private boolean cut;

        Run(Ledger ledger, MovableClock clock, boolean takeover, int step) {
            this.ledger = ledger;
            this.clock = clock;
            this.start = clock.instant();
            this.left = step;
            this.account = new MeteredProduct("shop", "cut-at-" + step);
            this.marketplace = new StrictMarketplace(Company.rules(), clock, Duration.ZERO, Faults.none());
            if (takeover) {
                store.documents.put(
                        Document.CACHE,
                        "{\"adapter_start_time\": \"" + Dates.text(start.minus(Duration.ofHours(2)))
                                + "\", \"next_bill_time\": \"" + Dates.text(start.plus(Duration.ofHours(1)))
                                + "\", \"usage_records\": [], \"trial_remaining\": 0, \"billing_status\": {\"seats\":"
                                + " {\"record_id\": \"r\", \"status\": \"submitted\"}}}");
                store.documents.put(Document.ARCHIVE, "[]");
                store.documents.put(
                        Document.CSP_CONFIG,
                        "{\"timestamp\": \"" + Dates.text(start.plus(Duration.ofHours(1))) + "\"}");
            }
        }

        private static ProductListing listing(UsageMetric... metrics) {
            return Products.of(
                    new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 1),
                    new ReportingCycle(Duration.ofMinutes(20), Optional.empty(), false),
                    MeteringModes.DOCUMENTED,
                    new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.FLAG),
                    metrics);
        }

        /** @return whether it was cut */
        boolean lives() {
            Optional<ProductMeter> meter = Optional.empty();
            for (int minute : List.of(0, 20, 65, 125, 155, 185)) {
                meter = Optional.of(tick(meter, minute));
            }
            listing = listing(USERS, ALL_NODES);
            meter = Optional.empty();
            for (int minute : List.of(190, 200)) {
                meter = Optional.of(tick(meter, minute));
            }
            return cut;
        }

        private ProductMeter tick(Optional<ProductMeter> running, int minute) {
            clock.advance(Duration.between(clock.instant(), at(minute)));
            Optional<ProductMeter> meter = running;
            while (true) {
                try {
                    ProductMeter each = meter.isPresent() ? meter.get() : started();
                    each.tick();
                    return each;
                } catch (Cut end) {
                    meter = Optional.empty();
                }
            }
        }

        private ProductMeter started() {
            Journal journal = Journal.open(ledger, Fences.open(1), this);
            ProductMeter meter = new ProductMeter(new MeterParts(
                    listing,
                    account,
                    marketplace,
                    Optional.of(new File()),
                    store,
                    journal,
                    new Sender(journal, SendingSettings.standard(), new Random(1), StepWatch.NONE),
                    clock,
                    () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(),
                    Map.of("core", "1.0")));
            meter.start();
            return meter;
        }

        private Instant at(int minute) {
            return start.plus(Duration.ofMinutes(minute));
        }

        Map<String, Integer> billed() {
            Map<String, Integer> billed = new TreeMap<>();
            marketplace
                    .billed()
                    .forEach(each -> billed.merge(
                            each.record().dimension(), each.record().quantity().intValue(), Integer::sum));
            billed.values().removeIf(quantity -> quantity == 0);
            return billed;
        }

        @Override
        public void committing() {
            step();
        }

        @Override
        public void committed() {
            step();
        }

        private void step() {
            if (left-- == 0) {
                cut = true;
                throw new Cut();
            }
        }

        /** Tells all that it ever told, as a file does; a sample of the second hour comes in the third. */
        private final class File implements ProductUsage {
            @Override
            public List<UsageReading> readAll() {
                List<UsageReading> said = new ArrayList<>();
                add(said, 10, 10, 9, 0);
                add(said, 70, 70, 3, 12);
                add(said, 130, 130, 4, 2);
                add(said, 100, 150, 8, 0);
                return said;
            }

            private void add(List<UsageReading> said, int minute, int from, long users, long nodes) {
                if (!clock.instant().isBefore(at(from))) {
                    said.add(new UsageReading(
                            at(minute),
                            Map.of("users", BigDecimal.valueOf(users), "nodes", BigDecimal.valueOf(nodes)),
                            Map.of(),
                            Optional.empty()));
                }
            }

            @Override
            public UsageReading read() {
                return readAll().get(0);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        }
    }
}
