package org.apportion.metering.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageInbox.Outcome;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.Test;

/** What the inbox for usage that is told by events promises, on every database. */
interface InboxPromises {
    Ledger ledger();

    MovableClock clock();

    MeteredProduct account();

    /** As after a restart: nothing is kept in memory. */
    default UsageInbox inbox() {
        return Journal.open(ledger(), Fences.open(1)).inbox(account());
    }

    private UsageEvent event(String id, Instant at, int value) {
        return new UsageEvent(
                "/shop",
                id,
                "digest of " + value,
                new UsageReading(at, Map.of("calls", BigDecimal.valueOf(value)), Map.of(), Optional.empty()));
    }

    private Instant now() {
        return clock().instant();
    }

    @Test
    default void anEventIsKeptOnceAlsoAfterARestart() {
        assertThat(inbox().keep(List.of(event("1", now(), 3), event("2", now(), 4), event("1", now(), 3))))
                .containsExactly(Outcome.KEPT, Outcome.KEPT, Outcome.KEPT_BEFORE);
        assertThat(inbox().keep(List.of(event("2", now(), 4)))).containsExactly(Outcome.KEPT_BEFORE);
        assertThat(inbox().waiting(10)).hasSize(2);
    }

    @Test
    default void theFirstOfTwoThatContradictCountsAndTheOtherIsInTheChain() {
        UsageInbox inbox = inbox();
        inbox.keep(List.of(event("1", now(), 3)));

        assertThat(inbox.keep(List.of(event("1", now(), 5)))).containsExactly(Outcome.CONTRADICTS);
        assertThat(inbox.keep(List.of(event("1", now(), 5)))).containsExactly(Outcome.CONTRADICTS);

        assertThat(inbox.waiting(10))
                .extracting(reading -> reading.metrics().get("calls"))
                .containsExactly(three());
        assertThat(conflicts()).isEqualTo(1);
        assertThat(AuditChain.verify(ledger()).problems()).isEmpty();
    }

    private static BigDecimal three() {
        return BigDecimal.valueOf(3);
    }

    private int conflicts() {
        return ledger().read(tx -> tx.handle()
                .createQuery("SELECT COUNT(*) FROM meter_event WHERE subject = ? AND event = 'usage_event_conflict'")
                .bind(0, account().subject())
                .mapTo(Integer.class)
                .one());
    }

    @Test
    default void eventsOfOneInstantAreAMicrosecondApart() {
        inbox().keep(List.of(event("1", now(), 1), event("2", now().plusNanos(1_000), 2), event("3", now(), 3)));
        inbox().keep(List.of(event("4", now(), 4)));

        assertThat(inbox().waiting(10))
                .extracting(
                        reading -> Duration.between(now(), reading.reportedAt()).toNanos() / 1_000)
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    default void anInstantThatASampleHasIsNotTakenAgain() {
        Journal journal = Journal.open(ledger(), Fences.open(1));
        journal.addSample(account(), new UsageReading(now(), Map.of(), Map.of(), Optional.empty()));

        inbox().keep(List.of(event("1", now(), 1)));

        assertThat(journal.addSample(account(), inbox().waiting(1).get(0))).isEqualTo(SampleOutcome.ADDED);
    }

    @Test
    default void whatTheJournalHasIsNotToldAgain() {
        inbox().keep(List.of(event("1", now(), 1), event("2", now().minusSeconds(1), 2)));
        List<UsageReading> first = inbox().waiting(1);

        inbox().journaled(first);

        assertThat(first).extracting(UsageReading::reportedAt).containsExactly(now().minusSeconds(1));
        assertThat(inbox().waiting(10)).extracting(UsageReading::reportedAt).containsExactly(now());
    }

    @Test
    default void whatIsTooOldToBeRememberedIsNotTaken() {
        Instant old = now().minus(EventInbox.REMEMBERED);
        inbox().keep(List.of(event("1", old.plusSeconds(1), 1)));
        inbox().journaled(inbox().waiting(1));
        assertThat(inbox().keep(List.of(event("1", old.plusSeconds(1), 1)))).containsExactly(Outcome.KEPT_BEFORE);

        clock().advance(Duration.ofSeconds(2));
        inbox().journaled(List.of());

        assertThat(inbox().keep(List.of(event("1", old.plusSeconds(1), 1)))).containsExactly(Outcome.TOO_OLD);
    }

    @Test
    default void whatLiesInTheFutureIsNotTaken() {
        assertThat(inbox().keep(List.of(
                        event("1", now().plus(Duration.ofMinutes(10)), 1),
                        event("2", now().plus(Duration.ofMinutes(11)), 2))))
                .containsExactly(Outcome.KEPT, Outcome.IN_FUTURE);
    }

    @Test
    default void thousandsOfOneInstantAreKeptInSeconds() {
        List<UsageEvent> events = IntStream.range(0, 5_000)
                .mapToObj(i -> event("many-" + i, now(), i))
                .toList();

        assertThat(inbox().keep(events)).containsOnly(Outcome.KEPT);
        assertThat(inbox().waiting(10_000)).hasSize(5_000);
    }
}
