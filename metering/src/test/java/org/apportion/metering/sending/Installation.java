package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.journal.SampleOutcome;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.StrictMarketplace;

/** A product that is metered in a test: processes start, die and start again; the ledger and the marketplace stay. */
final class Installation {
    private final Ledger ledger;
    private final MovableClock clock;
    private final MeteredProduct account;
    private final StrictMarketplace marketplace;
    private final SendingSettings settings;
    private final Duration period;
    private long token;
    private Journal journal;
    private Sender sender;
    private Instant closedUntil;
    private boolean tagged;
    private int lateSamples;

    Installation(
            Ledger ledger,
            MovableClock clock,
            String name,
            StrictMarketplace marketplace,
            SendingSettings settings,
            StepWatch watch) {
        this(ledger, clock, name, marketplace, settings, watch, Duration.ofHours(1));
    }

    /** @param period length of the running period, for heartbeats */
    Installation(
            Ledger ledger,
            MovableClock clock,
            String name,
            StrictMarketplace marketplace,
            SendingSettings settings,
            StepWatch watch,
            Duration period) {
        this.period = period;
        this.ledger = ledger;
        this.clock = clock;
        this.account = new MeteredProduct(name, "customer");
        this.marketplace = marketplace;
        this.settings = settings;
        this.closedUntil = clock.instant();
        journal = Journal.open(ledger, Fences.open(++token));
        sender = new Sender(journal, settings, new SplittableRandom(token), watch);
    }

    /** A new process. */
    void start(StepWatch watch) {
        journal = Journal.open(ledger, Fences.open(++token));
        sender = new Sender(journal, settings, new SplittableRandom(token), watch);
    }

    MeteredProduct account() {
        return account;
    }

    Journal journal() {
        return journal;
    }

    MovableClock clock() {
        return clock;
    }

    StrictMarketplace marketplace() {
        return marketplace;
    }

    /** Closes the period of a length after the last closed one. */
    void close(Duration length, Map<String, Integer> quantities) {
        Instant end = closedUntil.plus(length);
        MeteringPeriod period = new MeteringPeriod(closedUntil, end);
        journal.close(close(account, period, quantities, tagged));
        closedUntil = end;
    }

    /** From now on charges have allocations, but for some. */
    Installation tagged(boolean whether) {
        tagged = whether;
        return this;
    }

    /** A sample of the last closed period comes now, and the period's bill grows by a further charge. */
    void late(String dimension, int more) {
        ClosedPeriod last = journal.view().lastClosed(account).orElseThrow();
        Instant at = last.period().start().plusMillis(++lateSamples);
        assertThat(journal.addSample(
                        account, new UsageReading(at, Map.of("cores", BigDecimal.TEN), Map.of(), Optional.empty())))
                .isEqualTo(SampleOutcome.LATE);
        LateDecision.Addition addition = new LateDecision.Addition(
                dimension, BigDecimal.valueOf(more), allocations(more, tagged), new ChargeEvidence("", "", ""));
        journal.reviewLate(last, usage -> new LateDecision(List.of(addition), List.of(), List.of()));
    }

    /** One unit of a team, the rest of nobody; nothing of two units. */
    private static Map<String, BigDecimal> allocations(int quantity, boolean tagged) {
        if (!tagged || quantity == 2) {
            return Map.of();
        }
        return quantity == 1
                ? Map.of("team=a", BigDecimal.ONE)
                : Map.of("team=a", BigDecimal.ONE, "", BigDecimal.valueOf(quantity - 1));
    }

    /** A period whose charges are known. */
    static PeriodClose close(MeteredProduct account, MeteringPeriod period, Map<String, Integer> quantities) {
        return close(account, period, quantities, false);
    }

    private static PeriodClose close(
            MeteredProduct account, MeteringPeriod period, Map<String, Integer> quantities, boolean tagged) {
        List<PlannedCharge> charges = quantities.entrySet().stream()
                .map(each -> new PlannedCharge(
                        new ChargeKey(account.product(), account.customer(), each.getKey(), period, 0),
                        BigDecimal.valueOf(each.getValue()),
                        allocations(each.getValue(), tagged),
                        new ChargeEvidence("", "", "")))
                .toList();
        return new PeriodClose(
                account,
                period,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                charges);
    }

    SendReport send() {
        return sender.send(account, marketplace);
    }

    List<HeartbeatResult> heartbeat(long slot, String... dimensions) {
        return sender.heartbeat(
                account, marketplace, new Heartbeat(slot, List.of(dimensions), closedUntil.plus(period)));
    }

    List<HeartbeatResult> runningTotal(long slot, String dimension, int total) {
        return sender.heartbeat(
                account,
                marketplace,
                new Heartbeat(
                        slot,
                        List.of(dimension),
                        closedUntil.plus(period),
                        Map.of(dimension, BigDecimal.valueOf(total))));
    }

    List<Charge> charges() {
        return journal.view().charges(ChargeFilter.of(account));
    }

    Charge charge() {
        assertThat(charges()).hasSize(1);
        return charges().get(0);
    }

    Stream<ChargeState> states() {
        return charges().stream().map(Charge::state);
    }

    /** Every record that the marketplace billed is that of charges that say so, with their sum; and the other way round. */
    void assertBilledOnce(String run) {
        assertBilledOnce(charges(), marketplace, run);
    }

    static void assertBilledOnce(List<Charge> charges, StrictMarketplace marketplace, String run) {
        Map<String, BigDecimal> told = new HashMap<>();
        for (Charge charge : charges) {
            if (charge.state().billed()) {
                told.merge(charge.recordKey(), charge.quantity(), BigDecimal::add);
            }
        }
        Map<String, BigDecimal> billed = new HashMap<>();
        marketplace
                .billed()
                .forEach(each -> billed.merge(each.record().key(), each.record().quantity(), BigDecimal::add));
        Map<String, BigDecimal> parked = new HashMap<>();
        charges.stream()
                .filter(charge -> charge.state() == ChargeState.PARKED)
                .forEach(charge -> parked.merge(charge.recordKey(), charge.quantity(), BigDecimal::add));
        parked.forEach((key, quantity) -> {
            if (billed.containsKey(key)) {
                told.put(key, quantity);
            }
        });
        assertThat(billed).as(run).isEqualTo(told);
        Map<String, Map<String, BigDecimal>> allocated = new HashMap<>();
        charges.stream()
                .filter(charge -> billed.containsKey(charge.recordKey()))
                .forEach(charge -> charge.allocations()
                        .forEach((tag, share) -> allocated
                                .computeIfAbsent(charge.recordKey(), any -> new HashMap<>())
                                .merge(tag, share, BigDecimal::add)));
        marketplace
                .billed()
                .forEach(each -> assertThat(each.record().allocations())
                        .as(run)
                        .isEqualTo(allocated.getOrDefault(each.record().key(), Map.of())));
        assertThat(marketplace.mistakes()).as(run).isEmpty();
    }
}
