package org.apportion.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.apportion.ledger.cursor.FeedCursor;
import org.apportion.ledger.cursor.FeedCursors;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same promises on a real PostgreSQL; skipped where none can be started, such as for root without user namespaces. */
class PostgresTest {
    /** Threads of their own: the common pool of two cores has one, and the JDK's HTTP client needs it. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static @Nullable EmbeddedPostgres server;
    private static String address = "";

    @BeforeAll
    static void start() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            server = started;
            address = started.getJdbcUrl("postgres", "postgres");
        } catch (IOException | RuntimeException e) {
            abort("no PostgreSQL can be started here: " + e.getMessage());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void manyFirstOpeningsAtOnceMakeOneLedger() throws SQLException {
        try (Connection connection = DriverManager.getConnection(address);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE fresh");
        }
        LedgerSettings fresh = LedgerSettings.of(address.replace("/postgres?", "/fresh?"));
        List<CompletableFuture<Ledger>> openings = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> Ledger.open(fresh), THREADS))
                .toList();
        openings.forEach(opening -> opening.join().close());
        try (Ledger ledger = Ledger.open(fresh)) {
            assertThat(ledger.<Optional<String>>read(tx -> tx.properties().get("none")))
                    .isEmpty();
        }
    }

    @Test
    void aMissingDatabaseAndARefusedUserAreToldApart() {
        assertThatThrownBy(() -> Ledger.open(LedgerSettings.of(address.replace("/postgres?", "/none?"))))
                .hasMessageStartingWith("LEDGER_DATABASE_MISSING ");
        assertThatThrownBy(() -> Ledger.open(LedgerSettings.of(address.replace("user=postgres", "user=nobody"))))
                .hasMessageStartingWith("LEDGER_LOGIN_REFUSED ");
    }

    @Test
    void aRunReadsBackAsItWasWritten() {
        Instant nine = Instant.parse("2026-11-02T09:00:00.123456Z");
        RunStart start =
                new RunStart(BillingMonth.of(2026, 10), nine, "0.1.0", Map.of("rules", "aa"), Map.of("bill", -7L));
        BigDecimal amount = new BigDecimal("12345678901234567890.000000000000000001");
        RunResult result = new RunResult(
                List.of(new RunTotal("EUR", amount, amount, Map.of("no_rule", BigDecimal.ONE))),
                List.of(new RunProof("sum", "1", "1", true, "")),
                Map.of("q", "0"));
        try (Ledger ledger = open()) {
            String id = ledger.inTransaction(tx -> tx.runs().start(start));
            ledger.useTransaction(tx -> tx.runs().commit(id, result, nine));
            assertThat(ledger.<Optional<Run>>read(tx -> tx.runs().find(id)))
                    .contains(new Run(id, start, RunState.COMMITTED, nine, null, null, result));
        }
    }

    @Test
    void snapshotsAreNamedInOneTransaction() {
        try (Ledger ledger = open()) {
            assertThatThrownBy(() -> ledger.useTransaction(tx -> {
                        tx.snapshots().name("bill", 1, "run");
                        throw new IllegalStateException("stop");
                    }))
                    .hasMessage("stop");
            ledger.useTransaction(tx -> tx.snapshots().name("bill", 2, "run"));
            assertThat(ledger.<Map<String, Long>>read(tx -> tx.snapshots().current()))
                    .isEqualTo(Map.of("bill", 2L));
        }
    }

    @Test
    void aPartThatThrowsIsUndoneAlone() {
        try (Ledger ledger = open()) {
            LedgerPartTest.failsAlone(ledger);
        }
    }

    @Test
    void oneOfManyGetsTheLease() {
        try (Ledger ledger = open()) {
            Holder holder = Holder.current();
            List<CompletableFuture<Boolean>> attempts = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> gets(ledger, holder), THREADS))
                    .toList();
            assertThat(attempts.stream().filter(CompletableFuture::join)).hasSize(1);
        }
    }

    private static boolean gets(Ledger ledger, Holder holder) {
        try {
            ledger.leases().acquire("contended", Duration.ZERO, holder);
            return true;
        } catch (ApportionException e) {
            assertThat(e.code()).isEqualTo(LedgerError.LEDGER_BUSY);
            return false;
        }
    }

    private static Ledger open() {
        return Ledger.open(LedgerSettings.of(address));
    }

    @Test
    void aReaderOfAFeedGoesOnWhereItStood() {
        Instant hour = Instant.parse("2026-10-01T01:00:00Z");
        try (Ledger ledger = Ledger.open(LedgerSettings.of(address))) {
            ledger.useTransaction(transaction -> new FeedCursors(transaction, "hourly").offer("a", hour, hour));
            ledger.useTransaction(transaction -> new FeedCursors(transaction, "hourly").served("a", hour, hour));
        }
        try (Ledger ledger = Ledger.open(LedgerSettings.of(address))) {
            assertThat(ledger.<Optional<FeedCursor>>read(tx -> new FeedCursors(tx, "hourly").find("a")))
                    .contains(new FeedCursor(hour, true));
        }
    }
}
