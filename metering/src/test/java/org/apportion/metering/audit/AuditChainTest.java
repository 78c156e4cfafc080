package org.apportion.metering.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five events; then somebody with access to the database changes something. */
class AuditChainTest {
    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:10:00Z");
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        for (int i = 1; i <= 5; i++) {
            int number = i;
            Journal.change(ledger, Optional.empty(), change -> {
                change.log().add("subject", "happened", Map.of("number", number));
                return true;
            });
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void anUntouchedChainHolds() {
        AuditChain.Verification verification = AuditChain.verify(ledger);
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.events()).isEqualTo(5);
        assertThat(verification.head()).hasSize(64);
    }

    @Test
    void aChangedDetailIsFound() {
        sql("UPDATE meter_event SET detail = '{\"number\":7}' WHERE sequence = 3");
        assertThat(problems()).containsExactly("Event 3 (happened) was changed.");
    }

    @Test
    void aChangedDigestOfARequestIsFound() {
        sql("UPDATE meter_event SET request_digest = 'ff' WHERE sequence = 3");
        assertThat(problems()).containsExactly("Event 3 (happened) was changed.");
    }

    @Test
    void aRemovedEventIsFound() {
        sql("DELETE FROM meter_event WHERE sequence = 3");
        assertThat(problems()).containsExactly("Event 3 is missing; the next one is 4.");
    }

    @Test
    void aRemovedTailIsFound() {
        sql("DELETE FROM meter_event WHERE sequence > 3");
        assertThat(problems()).containsExactly("The chain ends at event 3, but 5 were written.");
    }

    @Test
    void aChargeWithoutEventsIsFound() {
        aChargeWithoutEvents();
        assertThat(problems()).containsExactly("Charge k is accepted, but its events say nothing.");
    }

    @Test
    void aChargeThatIsGoneIsFound() {
        Journal.change(ledger, Optional.empty(), change -> {
            change.log().add("k", "planned", Map.of("state", "planned"));
            return true;
        });
        assertThat(problems()).containsExactly("Charge k is gone; its events are there.");
    }

    @Test
    void aChargeStandsWhereItsLastEventSays() {
        aChargeWithoutEvents();
        for (String state : List.of("planned", "accepted", "parked")) {
            Journal.change(ledger, Optional.empty(), change -> {
                change.log().add("k", "changed", Map.of("state", state));
                change.log().add("k", "said", Map.of("message", "not a \"state\" at all"));
                return true;
            });
        }
        assertThat(problems()).containsExactly("Charge k is accepted, but its events say parked.");
    }

    /** Before 2026-11-22 the event of a charge had no digest of its allocations and evidence. */
    @Test
    void aChargeWhoseEventTellsNoBasisHolds() {
        sql("INSERT INTO meter_charge VALUES ('k', 'p', 'c', 'd', '2026-11-01T00:00:00.000000Z',"
                + " '2026-11-02T00:00:00.000000Z', 0, '1', '{}', '{}', 'n', 'planned', 0, 0, '', 'n', '', '')");
        Journal.change(ledger, Optional.empty(), change -> {
            change.log()
                    .add(
                            "k",
                            "charge_planned",
                            Map.of(
                                    "state",
                                    "planned",
                                    "product",
                                    "p",
                                    "customer",
                                    "c",
                                    "dimension",
                                    "d",
                                    "from",
                                    "2026-11-01T00:00:00Z",
                                    "to",
                                    "2026-11-02T00:00:00Z",
                                    "revision",
                                    0,
                                    "quantity",
                                    "1"));
            return true;
        });
        assertThat(problems()).isEmpty();
        sql("UPDATE meter_charge SET evidence = '{\"rule\":\"x\"}'");
        assertThat(problems()).isEmpty();
    }

    private void aChargeWithoutEvents() {
        sql("INSERT INTO meter_charge VALUES ('k', 'p', 'c', 'd', 'f', 't', 0, '1', '{}', '{}', 'n', 'accepted', 0, 0,"
                + " '', 'n', '', '')");
    }

    private List<String> problems() {
        return AuditChain.verify(ledger).problems();
    }

    private void sql(String statement) {
        ledger.useTransaction(tx -> tx.handle().execute(statement));
    }
}
