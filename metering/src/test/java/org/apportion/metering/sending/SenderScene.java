package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sender with a journal, a clock and two marketplaces that say what a test tells them to. */
abstract class SenderScene {
    static final MeteredProduct ACCOUNT = new MeteredProduct("product", "customer");
    static final MeteringPeriod OCTOBER =
            new MeteringPeriod(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

    @TempDir
    Path folder;

    final MovableClock clock = MovableClock.at("2026-11-01T00:10:00Z");
    final Scripted aws = new Scripted(Services.KEYS_AND_HOURS.rules());
    final Scripted azure = new Scripted(Services.READ_BACK.rules());
    Ledger ledger;
    Journal journal;
    Sender sender;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        journal = Journal.open(ledger, Fences.open(1));
        sender = new Sender(journal, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
    }

    @AfterEach
    void close() {
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        ledger.close();
    }

    void sendTwice(Duration between) {
        sender.send(ACCOUNT, azure);
        later(between);
        sender.send(ACCOUNT, azure);
    }

    void later(Duration duration) {
        clock.advance(duration);
    }

    void plan(Map<String, String> quantities) {
        plan(OCTOBER, quantities);
    }

    /** Days from 1 November on, with quantities 1, 2, 3, … */
    void planDays(int days) {
        for (int day = 1; day <= days; day++) {
            plan(day(day), Map.of("cores", Integer.toString(day)));
        }
    }

    void plan(MeteringPeriod period, Map<String, String> quantities) {
        List<PlannedCharge> charges = quantities.entrySet().stream()
                .map(each -> new PlannedCharge(
                        new ChargeKey(ACCOUNT.product(), ACCOUNT.customer(), each.getKey(), period, 0),
                        new BigDecimal(each.getValue()),
                        new ChargeEvidence("", "", "")))
                .toList();
        journal.close(new PeriodClose(
                ACCOUNT,
                period,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                charges));
    }

    Charge charge() {
        List<Charge> charges = journal.view().charges(ChargeFilter.of(ACCOUNT));
        assertThat(charges).hasSize(1);
        return charges.get(0);
    }

    Map<String, ChargeState> states() {
        Map<String, ChargeState> states = new LinkedHashMap<>();
        journal.view()
                .charges(ChargeFilter.of(ACCOUNT))
                .forEach(charge -> states.put(charge.key().dimension(), charge.state()));
        return states;
    }

    static MeteringPeriod day(int number) {
        Instant start = Instant.parse("2026-11-01T00:00:00Z").plus(Duration.ofDays(number - 1));
        return new MeteringPeriod(start, start.plus(Duration.ofDays(1)));
    }
}
