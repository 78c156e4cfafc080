package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.audit.AuditEvent;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.TestLedgers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed as a machine kills it, after the marketplace billed and before the answer is written. */
class KilledProcessTest {
    @TempDir
    Path folder;

    @Test
    void theNextProcessSendsTheSameAndTheCustomerPaysOnce() throws Exception {
        Process process = MeteringProcess.start(folder);
        assertThat(process.inputReader().readLine()).isEqualTo(MeteringProcess.BILLED);
        process.destroyForcibly().waitFor();

        FileMarketplace marketplace = new FileMarketplace(folder.resolve("billed"), () -> {});
        assertThat(marketplace.billed()).hasSize(1);
        try (Ledger ledger = TestLedgers.sqlite(folder, InstantSource.system());
                Lease lease = Fence.acquire(ledger, Duration.ofSeconds(90))) {
            Journal journal = Journal.open(ledger, Fence.of(lease));
            new Sender(journal, SendingSettings.standard(), new SplittableRandom(1), StepWatch.NONE)
                    .send(MeteringProcess.ACCOUNT, marketplace);
            assertThat(journal.view().charges(ChargeFilter.of(MeteringProcess.ACCOUNT)))
                    .extracting(Charge::state)
                    .containsExactly(ChargeState.DUPLICATE_SAME);
            String id = journal.view().charges(ChargeFilter.all()).get(0).id();
            assertThat(AuditChain.events(ledger, id).stream().map(AuditEvent::event))
                    .containsExactly(
                            "charge_planned", "attempt_started", "answer_lost", "attempt_started", "duplicate_same");
            assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        }
        assertThat(marketplace.billed()).hasSize(1);
    }
}
