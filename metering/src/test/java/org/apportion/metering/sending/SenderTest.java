package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.audit.AuditEvent;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.junit.jupiter.api.Test;

/** One charge at a time, what a marketplace says, and where it leads. */
class SenderTest extends SenderScene {
    @Test
    void anAcceptedChargeIsBilledUnderItsOwnKeyAndNeverSentAgain() {
        plan(Map.of("cores", "12"));
        assertThat(sender.send(ACCOUNT, aws).billed()).isEqualTo(1);
        sender.send(ACCOUNT, aws);
        MeterRecord record = aws.sent().get(0);
        assertThat(aws.sent()).hasSize(1);
        assertThat(record.key()).isEqualTo(charge().key().idempotencyKey());
        assertThat(record.timestamp()).isEqualTo("2026-10-31T23:59:59Z");
        assertThat(record.quantity()).isEqualTo("12");
        assertThat(charge().recordId()).isEqualTo("id-cores");
        assertThat(AuditChain.events(ledger, charge().id()).stream().map(AuditEvent::event))
                .containsExactly("charge_planned", "attempt_started", "accepted");
    }

    @Test
    void aQuantityThatSomebodyChangedIsFound() {
        plan(Map.of("cores", "12"));
        aws.says(Scripted.later());
        sender.send(ACCOUNT, aws);
        ledger.useTransaction(tx -> tx.handle().execute("UPDATE meter_record SET quantity = '1'"));
        assertThat(AuditChain.verify(ledger).problems())
                .containsExactly("Record " + charge().recordKey() + " has another quantity than its charges.");
        ledger.useTransaction(tx -> tx.handle().execute("UPDATE meter_charge SET quantity = '1'"));
        assertThat(AuditChain.verify(ledger).problems())
                .containsExactly("Charge " + charge().id() + " has the quantity 1, which is not what was planned.");
        ledger.useTransaction(tx -> {
            tx.handle().execute("UPDATE meter_charge SET quantity = '12'");
            tx.handle().execute("UPDATE meter_record SET quantity = '12'");
        });
    }

    @Test
    void oneBadDimensionDoesNotBlockOthers() {
        plan(Map.of("bad", "1", "good", "2"));
        aws.says(Scripted.rejected());
        sender.send(ACCOUNT, aws);
        assertThat(states()).isEqualTo(Map.of("bad", ChargeState.REJECTED, "good", ChargeState.ACCEPTED));
    }

    @Test
    void aThrottledChargeIsSentAgainUnchangedAfterTheTimeAskedFor() {
        plan(Map.of("cores", "12"));
        aws.says(new MeterAnswer.RetryLater(Optional.of(Duration.ofMinutes(5)), "throttled", Scripted.EVIDENCE));
        sender.send(ACCOUNT, aws);
        later(Duration.ofMinutes(4));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(1);
        later(Duration.ofMinutes(1));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(2).allMatch(aws.sent().get(0)::equals);
    }

    @Test
    void anotherRecordInTheHourIsADispute() {
        plan(Map.of("cores", "12"));
        aws.says(new MeterAnswer.DuplicateOther(Optional.of(new BigDecimal("7")), "taken.", Scripted.EVIDENCE));
        sender.send(ACCOUNT, aws);
        later(Duration.ofHours(2));
        sender.send(ACCOUNT, aws);
        assertThat(aws.sent()).hasSize(1);
        assertThat(charge().state()).isEqualTo(ChargeState.DUPLICATE_OTHER);
        assertThat(charge().message()).isEqualTo("taken. Accepted there: 7.");
    }

    @Test
    void anAnswerThatIsMissingInTheListIsUnknownAndTheOthersAreKept() {
        plan(Map.of("a", "1", "b", "2"));
        Marketplace holes = new Marketplace() {
            @Override
            public MarketplaceRules rules() {
                return aws.rules();
            }

            @Override
            public AccessCheck checkAccess(List<String> dimensions) {
                return aws.checkAccess(dimensions);
            }

            @Override
            @SuppressWarnings("NullAway") // A plugin may do what its contract forbids.
            public List<MeterAnswer> meter(List<MeterRecord> records) {
                List<MeterAnswer> answers = new ArrayList<>(aws.meter(records));
                answers.set(0, null);
                return answers;
            }

            @Override
            public ReadBack readBack(String dimension, Instant from, Instant to) {
                return aws.readBack(dimension, from, to);
            }

            @Override
            public Map<String, Object> accountInfo() {
                return Map.of();
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        sender.send(ACCOUNT, holes);
        assertThat(states()).isEqualTo(Map.of("a", ChargeState.UNKNOWN, "b", ChargeState.ACCEPTED));
    }

    @Test
    void aZeroIsNotSentToAMarketplaceThatTakesNone() {
        plan(Map.of("cores", "0"));
        sender.send(ACCOUNT, azure);
        assertThat(azure.sent()).isEmpty();
        assertThat(charge().state()).isEqualTo(ChargeState.ZERO);
    }

    @Test
    void aQuantityThatTheMarketplaceDoesNotTakeIsParkedUnsent() {
        plan(Map.of("fraction", "0.5", "large", "2147483648", "whole", "2.0"));
        sender.send(ACCOUNT, aws);
        assertThat(states())
                .isEqualTo(Map.of(
                        "fraction", ChargeState.REJECTED,
                        "large", ChargeState.REJECTED,
                        "whole", ChargeState.ACCEPTED));
    }

    @Test
    void aFailingPluginLeavesTheOutcomeUnknown() {
        plan(Map.of("cores", "12"));
        sender.send(ACCOUNT, new Failing(aws));
        assertThat(charge().state()).isEqualTo(ChargeState.UNKNOWN);
        assertThat(charge().message()).isEqualTo("The marketplace's plugin failed: IllegalStateException.");
    }

    @Test
    void afterSeveralFailedCallsCallsPause() {
        plan(Map.of("cores", "12"));
        for (int call = 0; call < 5; call++) {
            aws.says(Scripted.later());
            assertThat(sender.send(ACCOUNT, aws).paused()).isFalse();
            later(Duration.ofMinutes(30));
        }
        clock.set(clock.instant().minus(Duration.ofMinutes(30)));
        assertThat(sender.send(ACCOUNT, aws).paused()).isTrue();
        later(Duration.ofMinutes(30));
        assertThat(sender.send(ACCOUNT, aws).billed()).isEqualTo(1);
    }

    @Test
    void whoeverLostTheLeaseStopsBeforeCalling() {
        plan(Map.of("cores", "12"));
        Journal lost = Journal.open(ledger, Fences.lost());
        Sender late = new Sender(lost, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE);
        assertThatThrownBy(() -> late.send(ACCOUNT, aws)).hasMessage("lost");
        assertThat(aws.sent()).isEmpty();
        assertThat(charge().state()).isEqualTo(ChargeState.PLANNED);
    }
}
