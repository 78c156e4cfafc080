package org.apportion.metering.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.sending.Operator;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;

/** What the journal promises about usage that no dimension took, on every database. */
interface ParkedPromises {
    Ledger ledger();

    MeteredProduct account();

    private Journal held() {
        return Journal.open(ledger(), Fences.open(1));
    }

    /** Twelve nodes of October wait. */
    private WaitingUsage parked() {
        park("12");
        return waiting().orElseThrow();
    }

    private void park(String usage) {
        held().close(new PeriodClose(
                account(),
                JournalPromises.OCTOBER,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                List.of(),
                List.of(ParkedUsage.waiting(
                        JournalPromises.OCTOBER, "nodes", "", new BigDecimal(usage), "No dimension takes it")),
                ""));
    }

    private Optional<WaitingUsage> waiting() {
        return held().view().waitingUsage().stream()
                .filter(each -> each.account().equals(account()))
                .findFirst();
    }

    private Operator ann() {
        return new Operator(ledger(), "ann");
    }

    private static LateDecision.Addition asSmall(ParkedUsage usage) {
        return new LateDecision.Addition(
                "small", usage.usage(), Map.of(), ChargeEvidence.ofParkedAs("small", usage, "ann", "agreed"));
    }

    private List<Charge> charges() {
        return held().view().charges(ChargeFilter.of(account()));
    }

    private void holds() {
        assertThat(AuditChain.verify(ledger()).problems()).isEmpty();
        assertThat(JournalProof.problems(ledger())).isEmpty();
    }

    @Test
    default void parkedUsageIsGivenUpOnceByAPersonWithAReason() {
        WaitingUsage parked = parked();
        ann().waiveParked(parked.id(), "a lie");
        assertThat(waiting()).isEmpty();
        assertThat(charges()).isEmpty();
        assertThat(AuditChain.events(ledger(), account().subject()))
                .last()
                .satisfies(event -> assertThat(event.detail()).contains("\"by\":\"ann\",\"reason\":\"a lie\""));
        assertThatThrownBy(() -> ann().waiveParked(parked.id(), "again"))
                .isInstanceOf(ApportionException.class)
                .hasMessageContaining("METER_CHARGE_STATE")
                .hasMessageContaining("there is no parked usage with this id that waits.");
        holds();
    }

    @Test
    default void parkedUsageIsBilledOnceAsAPersonOrders() {
        WaitingUsage parked = parked();
        ann().billParked(parked.id(), ParkedPromises::asSmall, "agreed");
        assertThatThrownBy(() -> ann().billParked(parked.id(), ParkedPromises::asSmall, "agreed"))
                .hasMessageContaining("METER_CHARGE_STATE");
        assertThat(charges()).singleElement().satisfies(charge -> {
            assertThat(charge.key().dimension()).isEqualTo("small");
            assertThat(charge.quantity()).isEqualByComparingTo("12");
            assertThat(charge.evidence().ordered()).contains("small");
            assertThat(charge.evidence().parkedUsage())
                    .hasValueSatisfying(usage -> assertThat(usage).isEqualByComparingTo("12"));
        });
        assertThat(held().view().parkedUsage(account(), JournalPromises.OCTOBER))
                .allMatch(usage -> usage.settled() && usage.chargeIds().size() == 1);
        holds();
    }

    @Test
    default void whatARunningProcessBilledMeanwhileIsNotBilledByAPersonToo() {
        WaitingUsage parked = parked();
        held().settleParked(
                        account(),
                        parked.usage(),
                        new LateDecision(List.of(asSmall(parked.usage())), List.of(), List.of()));
        assertThatThrownBy(() -> ann().billParked(parked.id(), ParkedPromises::asSmall, "agreed"))
                .hasMessageContaining("METER_CHARGE_STATE");
        assertThat(charges()).hasSize(1);
        holds();
    }

    /** Late samples raised it after a process, or a person, had looked at it. */
    @Test
    default void usageThatIsNotAsMuchAsItWasIsNotSettled() {
        WaitingUsage parked = parked();
        held().reviewLate(
                        held().view().lastClosed(account()).orElseThrow(),
                        late -> new LateDecision(
                                List.of(), List.of(parked.usage().withUsage(new BigDecimal("14"))), List.of()));
        assertThat(held().settleParked(
                                account(),
                                parked.usage(),
                                new LateDecision(List.of(asSmall(parked.usage())), List.of(), List.of())))
                .isFalse();
        assertThat(charges()).isEmpty();
        assertThat(waiting()).hasValueSatisfying(each -> {
            assertThat(each.id()).isEqualTo(parked.id());
            assertThat(each.usage().usage()).isEqualByComparingTo("14");
        });
        holds();
    }

    @Test
    default void anActionThatFailsHalfwayKeepsNothing() {
        WaitingUsage parked = parked();
        assertThatThrownBy(() -> ann().billParked(
                                parked.id(),
                                usage -> new LateDecision.Addition(
                                        "small", BigDecimal.ONE.negate(), Map.of(), new ChargeEvidence("", "", "")),
                                "agreed"))
                .isInstanceOf(RuntimeException.class);
        ann().rehearsing().waiveParked(parked.id(), "unsure");
        assertThat(waiting()).contains(parked);
        assertThat(charges()).isEmpty();
        holds();
    }
}
