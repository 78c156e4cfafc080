package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.CommitWatch;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.MeterRecord;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Five customers whose closes, attempts and answers share transactions; the process ends before or after any commit, or in the
 * middle of one customer's part, and replies are lost, doubled and throttled. A transaction commits only once each other thread
 * waits, so that the groups are as large as they can be.
 */
class SharedFaultsPropertyTest {
    private static final int RUNS = Math.max(1, Integer.getInteger("apportion.fault.runs", 150) / 10);
    private static final long SEED = 20261122;
    private static final int CUSTOMERS = 5;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path slowFolder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
    private Path folder = Path.of("");
    private Ledger ledger;
    private long token;

    @BeforeEach
    void open() throws IOException {
        folder = TestLedgers.fastFolder(slowFolder);
        ledger = TestLedgers.sqlite(folder, clock);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        ledger.close();
        TestLedgers.delete(folder);
    }

    @ParameterizedTest
    @EnumSource
    void eachCustomersChargesAreBilledOnceWhereverTheProcessEnds(Services service) {
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            String name = service + " run " + run + " of seed " + SEED;
            SplittableRandom random = seeds.split();
            List<SharedInstallation> customers = new ArrayList<>();
            boolean[] calm = {false};
            for (int i = 0; i < CUSTOMERS; i++) {
                StrictMarketplace marketplace =
                        service.open(clock, Duration.ofMinutes(9), untilCalm(calm, Faults.random(random.split(), 30)));
                customers.add(new SharedInstallation(name + " customer " + i, marketplace, clock.instant()));
            }
            clock.advance(HOUR);
            for (int process = 0; process < 4; process++) {
                round(customers, new Cut(random.nextInt(12)), new PowerCut.At(random.nextInt(20)));
                customers.forEach(each -> each.marketplace().deliver());
                clock.advance(Duration.ofSeconds(random.nextInt(1, 600)));
            }
            calm[0] = true;
            for (int i = 0; i < 30 && isOpen(customers); i++) {
                round(customers, new Cut(-1), StepWatch.NONE);
                customers.forEach(each -> each.marketplace().deliver());
                clock.advance(Duration.ofMinutes(11));
            }
            Journal journal = Journal.open(ledger, Fences.open(++token));
            for (SharedInstallation customer : customers) {
                List<Charge> charges = customer.charges(journal);
                assertThat(charges).as(name).hasSize(2);
                assertThat(charges)
                        .as(name)
                        .allMatch(charge -> charge.state().billed()
                                || service == Services.NEITHER && charge.state() == ChargeState.PARKED);
                Installation.assertBilledOnce(charges, customer.marketplace(), name);
            }
        }
    }

    @Test
    void aProcessThatEndsBeforeACommitOfManyKeepsNothingOfAnyAndTheNextUsesTheSameKeys() {
        List<SharedInstallation> customers = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(new SharedInstallation(
                    "customer " + i,
                    new StrictMarketplace(Services.KEYS.rules(), clock, Duration.ZERO, Faults.none()),
                    clock.instant()));
        }
        clock.advance(HOUR);
        // Before the commit of the second transaction: of all who waited for the first.
        round(customers, new Cut(2), StepWatch.NONE);

        Journal journal = Journal.open(ledger, Fences.open(++token));
        assertThat(customers).extracting(each -> each.charges(journal).size()).isSubsetOf(0, 2);
        assertThat(customers).allMatch(each -> each.marketplace().billed().isEmpty());

        round(customers, new Cut(-1), StepWatch.NONE);

        for (SharedInstallation customer : customers) {
            assertThat(customer.marketplace().billed())
                    .extracting(each -> each.record().key())
                    .containsExactlyInAnyOrderElementsOf(customer.keys());
        }
    }

    private boolean isOpen(List<SharedInstallation> customers) {
        Journal journal = Journal.open(ledger, Fences.open(token));
        return customers.stream()
                .map(each -> each.charges(journal))
                .anyMatch(charges -> charges.isEmpty()
                        || charges.stream()
                                .anyMatch(charge -> !charge.state().settled()
                                        && !charge.state().needsOperator()));
    }

    private static Faults untilCalm(boolean[] calm, Faults faults) {
        return new Faults() {
            @Override
            public Fault next(MeterRecord record) {
                return calm[0] ? Fault.NONE : faults.next(record);
            }

            @Override
            public boolean readBackFails() {
                return !calm[0] && faults.readBackFails();
            }
        };
    }

    /** One process: each customer closes and sends in a thread of its own. */
    private void round(List<SharedInstallation> customers, Cut cut, StepWatch steps) {
        Journal journal = Journal.open(ledger, Fences.open(++token), cut);
        Sender sender = new Sender(journal, SendingSettings.standard(), new SplittableRandom(token), steps);
        List<Throwable> failures = new ArrayList<>();
        for (SharedInstallation customer : customers) {
            Thread thread = new Thread(() -> customer.work(journal, sender));
            thread.setUncaughtExceptionHandler((any, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            cut.threads.add(thread);
        }
        cut.threads.forEach(Thread::start);
        for (Thread thread : cut.threads) {
            join(thread);
        }
        assertThat(failures).allMatch(PowerCut.class::isInstance);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the process at the n-th step of its commits: before one, after it, before the next; never if negative. */
    private static final class Cut implements CommitWatch {
        final List<Thread> threads = new ArrayList<>();
        private final AtomicInteger left;
        private volatile boolean ended;

        Cut(int step) {
            left = new AtomicInteger(step);
        }

        @Override
        public void committing() {
            while (threads.stream()
                    .filter(each -> each != Thread.currentThread())
                    .anyMatch(each ->
                            each.getState() != Thread.State.WAITING && each.getState() != Thread.State.TERMINATED)) {
                Thread.onSpinWait();
            }
            step();
        }

        @Override
        public void committed() {
            step();
        }

        private void step() {
            if (ended || left.getAndDecrement() == 0) {
                ended = true;
                throw new PowerCut();
            }
        }
    }
}
