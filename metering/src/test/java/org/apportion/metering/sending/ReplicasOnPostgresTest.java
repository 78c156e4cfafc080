package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Leases;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two replicas with one PostgreSQL and real leases: one bills, the other waits. */
class ReplicasOnPostgresTest {
    /** Threads of their own: the common pool of two cores has one, and the JDK's HTTP client needs it. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static @Nullable EmbeddedPostgres server;
    private static String address = "";

    private final MovableClock clock = MovableClock.at("2026-11-01T00:10:00Z");
    private final StrictMarketplace marketplace =
            new StrictMarketplace(Services.KEYS_AND_HOURS.rules(), clock, Duration.ZERO, Faults.none());

    @BeforeAll
    static void start() {
        EmbeddedPostgres started = TestLedgers.postgres();
        server = started;
        address = started.getJdbcUrl("postgres", "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** The first one hangs in its call until its lease is gone; the second one takes over and finds out. */
    @Test
    void aReplicaThatHungWhileItWasReplacedBillsNothingTwiceAndWritesNothing() {
        MeteredProduct account = new MeteredProduct("hanging", "customer");
        Gate gate = new Gate(marketplace);
        try (Ledger first = TestLedgers.at(address, clock);
                Ledger second = TestLedgers.at(address, clock);
                Lease lease = Fence.acquire(first, Duration.ZERO)) {
            Journal journal = Journal.open(first, Fence.of(lease));
            plan(journal, account);
            CompletableFuture<SendReport> hanging =
                    CompletableFuture.supplyAsync(() -> sender(journal).send(account, gate), THREADS);
            await(gate);
            clock.advance(Leases.LIFETIME.plusSeconds(1));
            try (Lease taken = Fence.acquire(second, Duration.ZERO)) {
                Journal successor = Journal.open(second, Fence.of(taken));
                sender(successor).send(account, marketplace);
                gate.answer().countDown();
                assertThatThrownBy(hanging::join)
                        .isInstanceOf(CompletionException.class)
                        .hasMessageContaining("LEDGER_LEASE_LOST");
                assertThat(successor.view().charges(ChargeFilter.of(account)))
                        .allMatch(charge -> charge.state().billed());
                assertThat(marketplace.billed()).hasSize(1);
                assertThat(AuditChain.verify(second).problems()).isEmpty();
            }
        }
    }

    @Test
    void replicasThatRaceForTheLeaseBillEachChargeOnce() {
        List<MeteredProduct> accounts = IntStream.range(0, 8)
                .mapToObj(i -> new MeteredProduct("racing", "customer-" + i))
                .toList();
        List<StrictMarketplace> marketplaces = accounts.stream()
                .map(any -> new StrictMarketplace(Services.KEYS_AND_HOURS.rules(), clock, Duration.ZERO, Faults.none()))
                .toList();
        List<CompletableFuture<Void>> replicas = new ArrayList<>();
        for (int replica = 0; replica < 2; replica++) {
            replicas.add(CompletableFuture.runAsync(() -> meter(accounts, marketplaces), THREADS));
        }
        replicas.forEach(CompletableFuture::join);
        try (Ledger ledger = TestLedgers.at(address, clock)) {
            for (int i = 0; i < accounts.size(); i++) {
                List<Charge> charges = new JournalView(ledger).charges(ChargeFilter.of(accounts.get(i)));
                assertThat(charges)
                        .singleElement()
                        .matches(charge -> charge.state().billed());
                assertThat(marketplaces.get(i).billed()).hasSize(1);
                assertThat(marketplaces.get(i).calls()).isEqualTo(1);
            }
            assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        }
    }

    /** A replica: for each account it takes the lease, plans, sends, and gives the lease back. */
    private void meter(List<MeteredProduct> accounts, List<StrictMarketplace> marketplaces) {
        try (Ledger ledger = TestLedgers.at(address, clock)) {
            for (int i = 0; i < accounts.size(); i++) {
                try (Lease lease = Fence.acquire(ledger, Duration.ofSeconds(60))) {
                    Journal journal = Journal.open(ledger, Fence.of(lease));
                    plan(journal, accounts.get(i));
                    sender(journal).send(accounts.get(i), marketplaces.get(i));
                }
            }
        }
    }

    private static Sender sender(Journal journal) {
        return new Sender(journal, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
    }

    private static void await(Gate gate) {
        try {
            gate.billed().await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void plan(Journal journal, MeteredProduct account) {
        MeteringPeriod october =
                new MeteringPeriod(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
        ChargeKey key = new ChargeKey(account.product(), account.customer(), "cores", october, 0);
        journal.close(new PeriodClose(
                account,
                october,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                List.of(new PlannedCharge(key, BigDecimal.TEN, new ChargeEvidence("", "", "")))));
    }
}
