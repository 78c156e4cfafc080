package org.apportion.ledger.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedCursorsTest {
    private static final Instant ONE = Instant.parse("2026-10-01T01:00:00Z");
    private static final Instant TWO = Instant.parse("2026-10-01T02:00:00Z");

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

    private void offer(String reader, Instant hour) {
        ledger.useTransaction(transaction -> new FeedCursors(transaction, "hourly").offer(reader, hour, TWO));
    }

    private void served(String reader, Instant hour) {
        ledger.useTransaction(transaction -> new FeedCursors(transaction, "hourly").served(reader, hour, TWO));
    }

    private Optional<FeedCursor> find(String feed, String reader) {
        return ledger.read(transaction -> new FeedCursors(transaction, feed).find(reader));
    }

    @Test
    void anOfferedHourIsNotServed() {
        offer("a", ONE);

        assertThat(find("hourly", "a")).contains(new FeedCursor(ONE, false));
    }

    @Test
    void whatIsServedIsTheHourThatWasOffered() {
        offer("a", ONE);
        served("a", ONE);

        assertThat(find("hourly", "a")).contains(new FeedCursor(ONE, true));
    }

    @Test
    void aLateWordOfAnEarlierHourChangesNothing() {
        offer("a", ONE);
        offer("a", TWO);
        served("a", ONE);

        assertThat(find("hourly", "a")).contains(new FeedCursor(TWO, false));
    }

    @Test
    void readersAndFeedsAreApart() {
        offer("a", ONE);

        assertThat(find("hourly", "b")).isEmpty();
        assertThat(find("daily", "a")).isEmpty();
    }
}
