package org.apportion.metering.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.sending.Operator;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three days with one sample and one charge each; the newest keeps its samples, disputes last 30 days. */
class RetentionTest {
    private static final MeteredProduct ACCOUNT = new MeteredProduct("product", "customer");
    private static final Retention RETENTION = new Retention(1, Duration.ofDays(30));

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-10-04T00:00:10Z");
    private Ledger ledger;
    private Journal journal;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        journal = Journal.open(ledger, Fences.open(1));
        for (int day = 1; day <= 3; day++) {
            closeWithOneSample(day);
        }
    }

    @AfterEach
    void close() {
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        ledger.close();
    }

    @Test
    void nothingIsDroppedBeforeTheChargesAreSettled() {
        clock.advance(Duration.ofDays(400));
        assertThat(RETENTION.apply(journal, ACCOUNT)).isZero();
    }

    @Test
    void nothingIsDroppedWhileADisputeMayCome() {
        settleAll();
        clock.advance(Duration.ofDays(30));
        assertThat(RETENTION.apply(journal, ACCOUNT)).isZero();
    }

    @Test
    void laterTheSamplesGoAndTheirDigestStays() {
        settleAll();
        clock.advance(Duration.ofDays(30).plusSeconds(1));
        ClosedPeriod before = journal.view().closedPeriods(ACCOUNT, 3).get(2);
        assertThat(RETENTION.apply(journal, ACCOUNT)).isEqualTo(2);
        ClosedPeriod after = journal.view().closedPeriods(ACCOUNT, 3).get(2);
        assertThat(after.compactedAt()).contains(clock.instant());
        assertThat(after.inputsDigest()).isEqualTo(before.inputsDigest());
        assertThat(after.samples()).isEqualTo(1);
        assertThat(journal.view().samples(ACCOUNT, day(1))).isEmpty();
        assertThat(journal.view().samples(ACCOUNT, day(3))).hasSize(1);
        assertThat(RETENTION.apply(journal, ACCOUNT)).isZero();
    }

    @Test
    void aPeriodThatIsNotSettledKeepsItsSamplesAndNoOthers() {
        Charge second = journal.view().charges(ChargeFilter.of(ACCOUNT, day(2))).get(0);
        new Operator(ledger, "alice").waive(second.id(), "test");
        clock.advance(Duration.ofDays(30).plusSeconds(1));
        assertThat(RETENTION.apply(journal, ACCOUNT)).isEqualTo(1);
        assertThat(journal.view().samples(ACCOUNT, day(1))).hasSize(1);
        assertThat(journal.view().samples(ACCOUNT, day(2))).isEmpty();
    }

    private void settleAll() {
        for (Charge charge : journal.view().charges(ChargeFilter.of(ACCOUNT))) {
            new Operator(ledger, "alice").waive(charge.id(), "test");
        }
    }

    private void closeWithOneSample(int number) {
        MeteringPeriod day = day(number);
        journal.addSample(
                ACCOUNT, new UsageReading(day.start(), Map.of("cores", BigDecimal.TEN), Map.of(), Optional.empty()));
        ChargeKey key = new ChargeKey(ACCOUNT.product(), ACCOUNT.customer(), "cores", day, 0);
        CloseOutcome outcome = journal.close(new PeriodClose(
                ACCOUNT,
                day,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(journal.view().samples(ACCOUNT, day)),
                Map.of("cores", BigDecimal.TEN),
                List.of(new PlannedCharge(key, BigDecimal.TEN, new ChargeEvidence("", "", "")))));
        assertThat(outcome).isEqualTo(new CloseOutcome.Closed());
    }

    private static MeteringPeriod day(int number) {
        Instant start = Instant.parse("2026-10-01T00:00:00Z").plus(Duration.ofDays(number - 1));
        return new MeteringPeriod(start, start.plus(Duration.ofDays(1)));
    }
}
