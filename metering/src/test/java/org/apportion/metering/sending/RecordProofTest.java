package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apportion.metering.audit.AuditChain;
import org.junit.jupiter.api.Test;

/** Records are the sums of their charges, billed or not. */
class RecordProofTest extends SenderScene {
    @Test
    void aBilledRecordWithAnotherQuantityThanItsChargesIsFound() {
        plan(Map.of("cores", "12"));
        sender.send(ACCOUNT, aws);
        sql("UPDATE meter_record SET quantity = '13'");
        assertThat(AuditChain.verify(ledger).problems())
                .containsExactly("Record " + charge().id() + " has another quantity than its charges.");
        sql("UPDATE meter_record SET quantity = '12'");
    }

    @Test
    void aRecordOfSeveralChargesIsTheirSum() {
        clock.set(Instant.parse("2026-11-10T12:10:00Z"));
        planDays(8);
        sender.send(ACCOUNT, aws);
        sql("UPDATE meter_record SET quantity = '35'");
        assertThat(AuditChain.verify(ledger).problems()).hasSize(1);
        sql("UPDATE meter_record SET quantity = '36'");
    }

    private void sql(String statement) {
        ledger.useTransaction(tx -> tx.handle().execute(statement));
    }
}
