package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.ReadBack;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One hour, dimension cores, quantity 5. */
class ReconciliationTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant MIDNIGHT = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at(MIDNIGHT.toString());
    private Ledger ledger;
    private Installation installation;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        StrictMarketplace azure =
                new StrictMarketplace(Services.READ_BACK.rules(), clock, Duration.ZERO, Faults.none());
        installation = new Installation(ledger, clock, "product", azure, SendingSettings.standard(), StepWatch.NONE);
        clock.advance(HOUR.plusMinutes(10));
        installation.close(HOUR, Map.of("cores", 5));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whereAllAgreeThereIsNoDifference() {
        installation.send();
        Reconciliation.Line line = compare(installation.marketplace());
        assertThat(line.differences()).isEmpty();
        assertThat(line.planned()).isEqualTo("5");
        assertThat(line.billed()).isEqualTo("5");
        assertThat(line.told()).contains(new BigDecimal("5"));
    }

    @Test
    void whatIsNotSentYetIsTold() {
        Reconciliation.Line line = compare(installation.marketplace());
        assertThat(line.billed()).isZero();
        assertThat(line.differences()).containsExactly("5 of 2026-11-01T00:00:00Z is planned.");
    }

    @Test
    void aRecordThatTheMarketplaceDoesNotListIsTold() {
        installation.send();
        assertThat(compare(listing()).differences())
                .containsExactly(
                        "The journal says that 5 as of 2026-11-01T00:59:59Z is billed; the marketplace does not"
                                + " list it.");
    }

    @Test
    void anotherQuantityAndAForeignRecordAreTold() {
        installation.send();
        assertThat(compare(listing(at(0, "7"), at(9, "3"))).differences())
                .containsExactly(
                        "The journal has 5 as of 2026-11-01T00:59:59Z; the marketplace lists 7.",
                        "The marketplace lists 3 as of 2026-11-01T09:00:00Z, which the journal does not know.");
    }

    /** It was refused as too old, and billed nevertheless: the customer pays twice. */
    @Test
    void aRecordThatWasLeftAndIsListedIsTold() {
        Scripted azure = new Scripted(Services.READ_BACK.rules()).says(Scripted.expired());
        Sender sender =
                new Sender(installation.journal(), SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
        sender.send(installation.account(), azure);
        sender.send(installation.account(), azure);
        azure.lists(new ReadBack.Told(azure.sent().stream()
                .map(record -> new ReadBack.AcceptedRecord("cores", record.timestamp(), record.quantity(), ""))
                .toList()));
        assertThat(compare(azure)).satisfies(line -> {
            assertThat(line.told()).contains(new BigDecimal("10"));
            assertThat(line.differences())
                    .containsExactly("The marketplace lists 5 as of 2026-11-01T00:59:59Z; the journal does not say that"
                            + " it is billed.");
        });
    }

    @Test
    void linesOfDaysAreComparedAsSums() {
        installation.send();
        assertThat(compare(listingDays(at(0, "5")))).satisfies(line -> {
            assertThat(line.differences()).isEmpty();
            assertThat(line.told()).contains(new BigDecimal("5"));
        });
        assertThat(compare(listingDays(at(0, "6"))).differences())
                .containsExactly("The journal says that 5 is billed on the day of 2026-11-01T00:00:00Z; the marketplace"
                        + " lists 6.");
    }

    /** Two products without a code share what the local marketplace lists, and its records have the keys of the journal. */
    @Test
    void whatAnotherProductOfTheLedgerSentIsNoDifference() {
        Installation other = new Installation(
                ledger, clock, "other", installation.marketplace(), SendingSettings.standard(), StepWatch.NONE);
        other.close(HOUR, Map.of("cores", 3));
        Scripted local = new Scripted(Services.KEYS.rules());
        for (Installation each : List.of(installation, other)) {
            new Sender(each.journal(), SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE)
                    .send(each.account(), local);
        }
        local.lists(new ReadBack.Told(local.sent().stream()
                .map(record ->
                        new ReadBack.AcceptedRecord("cores", record.timestamp(), record.quantity(), record.key()))
                .toList()));

        assertThat(local.sent()).hasSize(2);
        assertThat(compare(local)).satisfies(line -> {
            assertThat(line.differences()).isEmpty();
            assertThat(line.told()).contains(new BigDecimal("5"));
        });
    }

    /** 5 at first, 5 later: both end in one hour, and so are dated alike. */
    @Test
    void severalRecordsOfOneHourAreComparedAsTheirSum() {
        installation.close(Duration.ofSeconds(1), Map.of("cores", 5));
        Scripted google = new Scripted(Services.KEYS.rules());
        new Sender(installation.journal(), SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE)
                .send(installation.account(), google);
        google.lists(new ReadBack.Told(google.sent().stream()
                .map(record -> new ReadBack.AcceptedRecord("cores", record.timestamp(), record.quantity(), ""))
                .toList()));
        assertThat(compare(google)).satisfies(line -> {
            assertThat(line.differences()).isEmpty();
            assertThat(line.told()).contains(new BigDecimal("10"));
        });
    }

    @Test
    void aMarketplaceThatCannotBeAskedLeavesItOpen() {
        installation.send();
        Scripted silent = new Scripted(Services.KEYS.rules());
        assertThat(compare(silent).told()).isEmpty();
        assertThat(compare(silent.lists(new ReadBack.Failed("no token"))).differences())
                .containsExactly("The marketplace could not be asked: no token");
    }

    private Reconciliation.Line compare(Marketplace marketplace) {
        List<Reconciliation.Line> lines = new Reconciliation(ledger)
                .compare(
                        installation.account(),
                        new MeteringPeriod(MIDNIGHT, MIDNIGHT.plus(HOUR).plusSeconds(2)),
                        marketplace);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private static Scripted listing(ReadBack.AcceptedRecord... records) {
        return new Scripted(Services.READ_BACK.rules()).lists(new ReadBack.Told(List.of(records)));
    }

    private static Scripted listingDays(ReadBack.AcceptedRecord... records) {
        return new Scripted(Services.READ_BACK.rules()).lists(new ReadBack.Told(List.of(records), ReadBack.Grain.DAY));
    }

    private static ReadBack.AcceptedRecord at(int hour, String quantity) {
        return new ReadBack.AcceptedRecord(
                "cores", MIDNIGHT.plus(Duration.ofHours(hour)), new BigDecimal(quantity), "id");
    }
}
