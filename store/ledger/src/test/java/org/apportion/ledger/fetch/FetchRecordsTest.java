package org.apportion.ledger.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchRecordsTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static final FetchRecord.Success SUCCESS =
            new FetchRecord.Success(NOON, Duration.ofMillis(1500), 31, 2, 4096);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(LedgerSettings.file(folder.resolve("ledger.db")));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void succeeded() {
        ledger.useTransaction(transaction -> new FetchRecords(transaction).succeeded("costs", SUCCESS));
    }

    private void failed(Instant at) {
        ledger.useTransaction(transaction -> new FetchRecords(transaction).failed("costs", at));
    }

    private List<FetchRecord> since(Instant instant) {
        return ledger.read(transaction -> new FetchRecords(transaction).since(instant));
    }

    @Test
    void aFailureLeavesTheLastSuccess() {
        succeeded();
        failed(NOON.plusSeconds(60));

        assertThat(since(NOON))
                .containsExactly(new FetchRecord("costs", NOON.plusSeconds(60), true, Optional.of(SUCCESS)));
    }

    @Test
    void aSuccessEndsAFailure() {
        failed(NOON.minusSeconds(60));
        assertThat(since(NOON.minusSeconds(60)))
                .containsExactly(new FetchRecord("costs", NOON.minusSeconds(60), true, Optional.empty()));
        succeeded();

        assertThat(since(NOON)).containsExactly(new FetchRecord("costs", NOON, false, Optional.of(SUCCESS)));
    }

    @Test
    void whatWasNotTriedForLongIsNotTold() {
        succeeded();

        assertThat(since(NOON.plusSeconds(1))).isEmpty();
    }
}
