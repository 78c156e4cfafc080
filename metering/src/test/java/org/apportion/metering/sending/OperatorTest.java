package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTest {
    private static final MeteredProduct ACCOUNT = new MeteredProduct("product", "");
    private static final MeteringPeriod OCTOBER =
            new MeteringPeriod(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-01T00:10:00Z");
    private final Scripted aws = new Scripted(Services.KEYS_AND_HOURS.rules());
    private Ledger ledger;
    private Journal journal;
    private Sender sender;
    private Operator operator;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        journal = Journal.open(ledger, Fences.open(1));
        sender = new Sender(journal, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
        operator = new Operator(ledger, "alice");
        ChargeKey key = new ChargeKey("product", "", "cores", OCTOBER, 0);
        journal.close(new PeriodClose(
                ACCOUNT,
                OCTOBER,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                List.of(new PlannedCharge(key, new BigDecimal("12"), new ChargeEvidence("", "", "")))));
    }

    @AfterEach
    void close() {
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        ledger.close();
    }

    @Test
    void aWaivedChargeIsNeverSent() {
        operator.waive(id(), "goodwill");
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).isEmpty();
        assertThat(AuditChain.events(ledger, id()).get(1).detail())
                .isEqualTo("{\"state\":\"waived\",\"by\":\"alice\",\"reason\":\"goodwill\"}");
    }

    @Test
    void aChargeThatWaitsForItsNextAttemptCanBeWaived() {
        sendWith(Scripted.later());
        assertThat(operator.waive(id(), "goodwill").state()).isEqualTo(ChargeState.WAIVED);
        clock.advance(Duration.ofHours(1));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(1);
    }

    @Test
    void aRejectedChargeIsSentAgainAsANewRecord() {
        sendWith(Scripted.rejected());
        operator.resend(id(), "the customer subscribed");
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(2);
        assertThat(aws.sent().get(1).key()).isNotEqualTo(aws.sent().get(0).key());
        assertThat(charges()).extracting(Charge::state).containsExactly(ChargeState.ACCEPTED);
    }

    @Test
    void aParkedChargeCanBeConfirmed() {
        sendWith(Scripted.lost());
        sendWith(Scripted.rejected());
        assertThat(charges()).extracting(Charge::state).containsExactly(ChargeState.PARKED);
        Charge confirmed = operator.confirm(id(), "id-9", "seen on the bill");
        assertThat(confirmed.state()).isEqualTo(ChargeState.ACCEPTED);
        assertThat(confirmed.recordId()).isEqualTo("id-9");
    }

    @Test
    void aRecordOfAnotherChargeConfirmsNothing() {
        sendWith(Scripted.rejected());
        operator.remap(id(), "vcpus", "renamed in the listing");
        sender.send(ACCOUNT, aws);
        Charge billed = charges().stream()
                .filter(charge -> charge.state() == ChargeState.ACCEPTED)
                .findFirst()
                .orElseThrow();
        ChargeKey other = new ChargeKey("product", "", "cores", OCTOBER, 1);
        journal.adjust(new PlannedCharge(other, new BigDecimal("2"), new ChargeEvidence("", "", "")));
        sendWith(Scripted.lost());
        sendWith(Scripted.rejected());

        assertThatThrownBy(() -> operator.confirm(other.idempotencyKey(), billed.recordId(), "seen on the bill"))
                .hasMessageStartingWith("METER_CHARGE_STATE product cores: another charge was billed with the record "
                        + billed.recordId() + ".");
        assertThat(operator.confirm(other.idempotencyKey(), "id-77", "seen on the bill")
                        .state())
                .isEqualTo(ChargeState.ACCEPTED);
    }

    /** Neither was ever sent: the marketplace takes whole numbers only. */
    @Test
    void aRecordConfirmsOneOfTwoChargesThatWereRefusedUnsent() {
        sender.send(ACCOUNT, aws);
        ChargeKey one = new ChargeKey("product", "", "cores", OCTOBER, 1);
        ChargeKey other = new ChargeKey("product", "", "seats", OCTOBER, 1);
        for (ChargeKey key : List.of(one, other)) {
            journal.adjust(new PlannedCharge(key, new BigDecimal("0.5"), new ChargeEvidence("", "", "")));
        }
        sender.send(ACCOUNT, aws);
        operator.confirm(one.idempotencyKey(), "id-5", "billed by hand");
        assertThatThrownBy(() -> operator.confirm(other.idempotencyKey(), "id-5", "billed by hand"))
                .hasMessageContaining("another charge was billed with the record id-5.");
    }

    @Test
    void aRehearsalRefusesWhatIsRefusedAndChangesNothing() {
        assertThat(operator.rehearsing().waive(id(), "unsure").state()).isEqualTo(ChargeState.WAIVED);
        assertThat(charges()).allMatch(charge -> charge.state() == ChargeState.PLANNED);
        sender.send(ACCOUNT, aws);
        assertThatThrownBy(() -> operator.rehearsing().waive(id(), "unsure"))
                .hasMessageStartingWith("METER_CHARGE_STATE product cores: it is accepted.");
    }

    @Test
    void whatMayBeBilledStillCannotBeChanged() {
        sendWith(Scripted.lost());
        assertThatThrownBy(() -> operator.resend(id(), "impatient"))
                .hasMessageStartingWith("METER_CHARGE_STATE product cores: it is unknown, perhaps billed.");
        assertThatThrownBy(() -> operator.waive(id(), "impatient")).hasMessageStartingWith("METER_CHARGE_STATE");
        assertThatThrownBy(() -> operator.remap(id(), "vcpus", "impatient"))
                .hasMessageStartingWith("METER_CHARGE_STATE");
    }

    @Test
    void whatIsBilledCannotBeChanged() {
        sender.send(ACCOUNT, aws);
        assertThatThrownBy(() -> operator.waive(id(), "too late"))
                .hasMessageStartingWith("METER_CHARGE_STATE product cores: it is accepted.");
    }

    @Test
    void anUnknownChargeIsRefused() {
        assertThatThrownBy(() -> operator.waive("0000", "?"))
                .hasMessageStartingWith("METER_CHARGE_STATE 0000: there is no charge with this key.");
    }

    @Test
    void aRejectedChargeIsBilledUnderAnotherDimensionOnce() {
        sendWith(new MeterAnswer.Rejected("InvalidUsageDimension", "", Scripted.EVIDENCE));
        Charge mapped = operator.remap(id(), "vcpus", "renamed\nin the listing");
        assertThat(mapped.key()).isEqualTo(new ChargeKey("product", "", "vcpus", OCTOBER, 0));
        assertThat(mapped.evidence().replaced()).contains(id());
        assertThat(mapped.evidence().rule())
                .isEqualTo("instead of charge " + id() + " (cores), by alice: renamed\nin the listing; ");
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent())
                .extracting(record -> record.dimension() + " " + record.quantity())
                .containsExactly("cores 12", "vcpus 12");
        assertThat(charges())
                .extracting(charge -> charge.key().dimension() + " " + charge.state())
                .containsExactly("cores WAIVED", "vcpus ACCEPTED");
    }

    private void sendWith(MeterAnswer answer) {
        aws.says(answer);
        sender.send(ACCOUNT, aws);
        clock.advance(Duration.ofMinutes(1));
    }

    private List<Charge> charges() {
        return journal.view().charges(ChargeFilter.of(ACCOUNT));
    }

    private static String id() {
        return new ChargeKey("product", "", "cores", OCTOBER, 0).idempotencyKey();
    }
}
