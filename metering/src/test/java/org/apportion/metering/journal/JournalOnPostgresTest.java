package org.apportion.metering.journal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Objects;
import org.apportion.ledger.Ledger;
import org.apportion.testkit.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

class JournalOnPostgresTest implements JournalPromises, InboxPromises, ParkedPromises {
    private static final MovableClock CLOCK = MovableClock.at("2026-11-01T00:00:10Z");
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable Ledger ledger;

    private String test = "";

    @BeforeAll
    static void start() {
        EmbeddedPostgres started = TestLedgers.postgres();
        server = started;
        ledger = TestLedgers.at(started.getJdbcUrl("postgres", "postgres"), CLOCK);
    }

    @AfterAll
    static void stop() throws IOException {
        if (ledger != null) {
            ledger.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void name(TestInfo info) {
        test = info.getDisplayName();
    }

    @Override
    public Ledger ledger() {
        return Objects.requireNonNull(ledger);
    }

    @Override
    public MovableClock clock() {
        return CLOCK;
    }

    @Override
    public MeteredProduct account() {
        return new MeteredProduct(test, "customer");
    }
}
