package org.apportion.metering.journal;

import java.nio.file.Path;
import org.apportion.ledger.Ledger;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class JournalOnSqliteTest implements JournalPromises, InboxPromises, ParkedPromises {
    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:10Z");
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public MovableClock clock() {
        return clock;
    }

    @Override
    public MeteredProduct account() {
        return new MeteredProduct("product", "customer");
    }
}
