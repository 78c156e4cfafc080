package org.apportion.ledger.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldHoursTest {
    private static final Instant READ = Instant.parse("2026-10-10T00:00:00Z");
    private static final LocalDate FIRST = LocalDate.parse("2026-10-01");

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

    private void told(String reader, String hour, String digest) {
        Instant at = Instant.parse(hour);
        ledger.useTransaction(transaction -> {
            new FeedCursors(transaction, "hourly").offer(reader, at, READ);
            new ToldHours(transaction, "hourly").record(reader, at, digest);
        });
    }

    private List<ToldDay> of(Instant since) {
        return ledger.read(transaction -> new ToldHours(transaction, "hourly").of(since, Instant.EPOCH));
    }

    @Test
    void hoursOfADayThatStayedTheSameAreAddedUpPerReader() {
        told("a", "2026-10-01T00:00:00Z", "x");
        told("a", "2026-10-01T23:00:00Z", "x");
        told("a", "2026-10-02T00:00:00Z", "x");
        told("b", "2026-10-01T00:00:00Z", "x");

        assertThat(of(READ))
                .containsExactly(
                        new ToldDay("a", FIRST, "x", 2),
                        new ToldDay("a", FIRST.plusDays(1), "x", 1),
                        new ToldDay("b", FIRST, "x", 1));
    }

    @Test
    void anHourToldAnewForgetsWhatItWas() {
        told("a", "2026-10-01T00:00:00Z", "x");
        told("a", "2026-10-01T01:00:00Z", "x");
        told("a", "2026-10-01T00:00:00Z", "y");

        assertThat(of(READ)).containsExactly(new ToldDay("a", FIRST, "x", 1), new ToldDay("a", FIRST, "y", 1));
    }

    @Test
    void aReaderThatStoppedIsNotTold() {
        told("a", "2026-10-01T00:00:00Z", "x");

        assertThat(of(READ.plusSeconds(1))).isEmpty();
    }

    @Test
    void whatAReaderWasToldFirstStaysIfItMayHaveIt() {
        told("a", "2026-10-01T00:00:00Z", "x");
        ledger.useTransaction(transaction ->
                new ToldHours(transaction, "hourly").recordOnce("a", Instant.parse("2026-10-01T00:00:00Z"), "y"));

        assertThat(of(READ)).containsExactly(new ToldDay("a", FIRST, "x", 1));
    }

    @Test
    void earlierHoursAreLeftOutAndForgotten() {
        told("a", "2026-10-01T23:00:00Z", "x");
        told("a", "2026-10-02T00:00:00Z", "x");
        Instant second = Instant.parse("2026-10-02T00:00:00Z");
        ToldDay left = new ToldDay("a", FIRST.plusDays(1), "x", 1);

        List<ToldDay> later = ledger.read(transaction -> new ToldHours(transaction, "hourly").of(READ, second));
        assertThat(later).containsExactly(left);
        ledger.useTransaction(transaction -> new ToldHours(transaction, "hourly").forget(second));
        assertThat(of(READ)).containsExactly(left);
    }
}
